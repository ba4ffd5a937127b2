//! Whether every side does the same work, before its times are believed: the same answers after the same calls to
//! AWS with the same rows, and releases that the desk's own job then makes a package of.

use serde_json::{Value, json};

use super::scene::Scene;
use super::side::{Endpoint, Programs, Side};
use crate::failure::{During, Failure, Result};
use crate::http_event::Answer;
use crate::recorder::Recorder;
use crate::runtime_api;

/// A first call and a warm one.
pub const EVENTS: usize = 2;

/// Compares what the sides answer, and returns how many calls to AWS one call takes.
pub fn answers(programs: &Programs, scene: &Scene<'_>, recorder: &Recorder, endpoint: Endpoint) -> Result<usize> {
    let mut variables = scene.variables().clone();
    variables.insert("AWS_ENDPOINT_URL", recorder.endpoint());
    let mut expected: Option<(Vec<Value>, Vec<Value>)> = None;
    for side in Side::ALL {
        let turn = scene.turn(endpoint, EVENTS);
        let program = programs.program(side, endpoint);
        let event = |number| scene.event(endpoint, turn, number);
        recorder.take();
        let measured = runtime_api::measure(&program, &variables, EVENTS, event)?;
        let calls: Vec<Value> = recorder
            .take()
            .into_iter()
            .map(|call| json!([call.operation, shape(call.asked)]))
            .collect();
        let mut told = Vec::new();
        for text in &measured.answers {
            told.push(meaning(endpoint, &success(side, endpoint, text)?.body));
        }
        if endpoint == Endpoint::Release {
            scene.assembled(scene.request(turn, 0)).during(side.name())?;
        }
        match &expected {
            None => expected = Some((told, calls)),
            Some((ours, _)) if *ours != told => {
                let (ours, theirs) = (json!(ours), json!(told));
                return Err(Failure::new(format!(
                    "{} on {} answers otherwise:\n{ours}\n{theirs}",
                    side.name(),
                    endpoint.name()
                )));
            }
            Some((_, ours)) if *ours != calls => {
                return Err(Failure::new(format!(
                    "{} on {} calls AWS otherwise:\n{}\n{}",
                    side.name(),
                    endpoint.name(),
                    json!(ours),
                    json!(calls)
                )));
            }
            Some(_) => {}
        }
    }
    Ok(expected.map_or(0, |(_, calls)| calls.len() / EVENTS))
}

/// An answer of success.
pub fn success(side: Side, endpoint: Endpoint, text: &str) -> Result<Answer> {
    let status = match endpoint {
        Endpoint::Submit => 201,
        Endpoint::Worklist | Endpoint::Release | Endpoint::Claim => 200,
    };
    Answer::read(text)?.of_status(status, &format!("{} on {}", side.name(), endpoint.name()))
}

/// What an answer says, without the names, secrets and instants that differ from call to call.
fn meaning(endpoint: Endpoint, body: &Value) -> Value {
    match endpoint {
        Endpoint::Submit => json!({
            "due": body["due"],
            "lengths": (["request", "receipt", "challenge"].map(|field| body[field].as_str().map(str::len))),
        }),
        Endpoint::Worklist => body.clone(),
        Endpoint::Release => {
            let mut page = body.clone();
            let receipt = body["receipt"].as_str().unwrap_or_default();
            for letter in page["letters"].as_array_mut().into_iter().flatten() {
                letter["text"] = json!(letter["text"].as_str().map(|text| text.replace(receipt, "")));
            }
            for field in ["request", "receipt"] {
                page[field] = json!(page[field].as_str().map(str::len));
            }
            for line in page["history"].as_array_mut().into_iter().flatten() {
                line["at"] = Value::Null;
            }
            page
        }
        Endpoint::Claim => json!({
            "claims_left": body["claims_left"],
            "link": link(body["url"].as_str().unwrap_or_default()),
        }),
    }
}

/// What a call asks for, without its texts: the attributes of each row with their types, in the order of the rows.
fn shape(asked: Value) -> Value {
    match asked {
        Value::String(_) => Value::Null,
        Value::Array(parts) => parts.into_iter().map(shape).collect(),
        Value::Object(parts) => parts.into_iter().map(|(name, part)| (name, shape(part))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => asked,
    }
}

/// A link's address and what it demands, without its signature.
fn link(url: &str) -> Value {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let mut demanded: Vec<String> = query
        .split('&')
        .filter(|pair| pair.starts_with("response-") || pair.starts_with("X-Amz-Expires="))
        .map(|pair| pair.replace('+', "%20"))
        .collect();
    demanded.sort();
    json!([address, demanded])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_the_same_by_their_attributes_and_types_alone() {
        let row = |name: &str, value: Value| shape(json!([{ "Put": { "Item": { name: value } } }]));

        assert_eq!(row("at", json!({ "S": "1" })), row("at", json!({ "S": "2" })));
        assert_ne!(row("at", json!({ "S": "1" })), row("at", json!({ "N": "1" })));
        assert_ne!(row("at", json!({ "S": "1" })), row("on", json!({ "S": "1" })));
        assert_ne!(row("is", json!({ "BOOL": true })), row("is", json!({ "BOOL": false })));
    }

    #[test]
    fn links_are_the_same_whatever_their_signature() {
        let ours = "http://a/b?X-Amz-Date=1&X-Amz-Expires=300&response-content-type=a%2Fb&x-id=GetObject";
        let theirs = "http://a/b?response-content-type=a%2Fb&X-Amz-Expires=300&X-Amz-Signature=2";
        let longer = "http://a/b?response-content-type=a%2Fb&X-Amz-Expires=301";

        assert_eq!(link(ours), link(theirs));
        assert_ne!(link(ours), link(longer));
    }
}
