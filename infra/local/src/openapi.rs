//! The document of the API, OpenAPI 3.1, written from the table in domain/src/route.rs, from operations.rs and from the
//! wire types.

use std::collections::{BTreeMap, BTreeSet};

use domain::route::{ALL, Caller, Method, Repeat, Route, Session};
use domain::wire;
use schemars::generate::{Contract, SchemaSettings};
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::failure::{During, Failure, Result};
use crate::install;
use crate::operations::{self, JSON, Operation, Query};
use crate::place::Place;

/// Where it lies on the page's host, and beside the template.
pub const FILE: &str = "openapi.json";
const PROBLEM: &str = "application/problem+json";

pub fn write(place: &Place) -> Result<()> {
    install::write(&place.openapi(), &document()?)
}

pub fn check(place: &Place) -> Result<()> {
    if install::read(&place.openapi())? == document()? {
        return Ok(());
    }
    Err(Failure::new(
        "infra/openapi.json is not what the routes and wire types of domain make: cargo desk openapi",
    ))
}

/// The document as it is checked in: for people to read, and to see what a change changes.
fn document() -> Result<String> {
    let mut text = serde_json::to_string_pretty(&api()?).during("writing the document of the API")?;
    text.push('\n');
    Ok(text)
}

/// The document as it is served, without what only people's eyes need.
pub fn served(place: &Place) -> Result<String> {
    let api: Value = serde_json::from_str(&install::read(&place.openapi())?).during("reading infra/openapi.json")?;
    Ok(api.to_string())
}

fn api() -> Result<Value> {
    // A form may leave out whatever is optional, and what is not known is not read; an answer has every field and no other.
    let mut forms = generator(Contract::Deserialize);
    let mut answers = generator(Contract::Serialize);
    let problem = answers.subschema_for::<wire::Problem>();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    let mut statuses = BTreeSet::new();
    for route in &ALL {
        let operation = operations::of(route.name);
        statuses.extend(problems(route, &operation));
        let method = route.method.name().to_ascii_lowercase();
        let described = describe(route, &operation, &mut forms, &mut answers);
        paths.entry(route.path).or_default().insert(method, described);
    }
    let mut closed = answers.take_definitions(true);
    for schema in closed.values_mut() {
        close(schema)?;
    }
    let mut schemas = forms.take_definitions(true);
    for (name, schema) in closed {
        let other = schemas.insert(name.clone(), schema.clone());
        if other.is_some_and(|other| other != schema) {
            return Err(Failure::new(format!("{name} is a form and another answer")));
        }
    }
    let responses: Map<String, Value> = statuses
        .into_iter()
        .map(|status| {
            let response = json!({ "description": words(status), "content": { PROBLEM: { "schema": problem } } });
            (status.to_string(), response)
        })
        .collect();
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Access Desk",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The desk of a medical practice that answers patients who ask for their own records. A change \
                comes from the page of this origin: it carries that origin and X-Access-Desk. What is another’s is \
                answered as what is not there. The gateway before the functions may answer 429 and 5xx with a body of \
                its own.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": responses,
            "parameters": headers(),
            "securitySchemes": security_schemes(),
        },
    }))
}

fn generator(contract: Contract) -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
        settings.contract = contract;
    });
    settings.into_generator()
}

/// No field but those that are listed.
fn close(definition: &mut Value) -> Result<()> {
    let schema: &mut Schema = definition.try_into().during("reading a schema")?;
    RecursiveTransform(|schema: &mut Schema| {
        if schema.get("properties").is_some() {
            schema.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
    })
    .transform(schema);
    Ok(())
}

fn describe(route: &Route, operation: &Operation, forms: &mut SchemaGenerator, answers: &mut SchemaGenerator) -> Value {
    let mut responses = Map::new();
    responses.insert(operation.status.to_string(), success(operation, answers));
    for status in problems(route, operation) {
        let response = json!({ "$ref": format!("#/components/responses/{status}") });
        responses.insert(status.to_string(), response);
    }
    let mut described = json!({
        "operationId": format!("{:?}", route.name),
        "tags": [route.function.name()],
        "summary": operation.summary,
        "security": security(route.caller),
        "parameters": parameters(route, operation),
        "responses": responses,
    });
    if let Some((form, example)) = &operation.form {
        described["requestBody"] = json!({
            "required": true,
            "content": { JSON: { "schema": form(forms), "example": example } },
        });
    }
    described
}

fn success(operation: &Operation, answers: &mut SchemaGenerator) -> Value {
    let mut response = json!({ "description": words(operation.status) });
    if let Some(answer) = operation.answer {
        response["content"] = json!({ operation.media_type: { "schema": answer(answers) } });
    }
    if operation.status == 303 {
        response["headers"] = json!({
            "Location": { "required": true, "schema": { "type": "string", "format": "uri" } },
        });
    }
    response
}

/// The statuses of what can go wrong with a call of a route: those that every route of its kind has, and its own.
fn problems(route: &Route, operation: &Operation) -> BTreeSet<u16> {
    let mut statuses = BTreeSet::from([500]);
    statuses.extend(operation.problems);
    // Not from our page, or too large.
    if route.method == Method::Post {
        statuses.extend([403, 413]);
    }
    if operation.form.is_some() {
        statuses.extend([400, 422]);
    }
    if route.path.contains('{') {
        statuses.insert(404);
    }
    match route.caller {
        Caller::Anyone => {}
        Caller::Requester | Caller::Recipient | Caller::Member => statuses.extend([401]),
        Caller::Reader
        | Caller::Clerk
        | Caller::Clinician
        | Caller::Officer
        | Caller::Reviewer
        | Caller::Designator => statuses.extend([401, 403, 404]),
    }
    // No key; one that was used for something else; others were faster each time.
    match route.repeat {
        Repeat::Safe => {}
        Repeat::Key => statuses.extend([400, 422, 503]),
        Repeat::KeyAndVersion => statuses.extend([400, 412, 422, 428, 503]),
    }
    statuses
}

fn words(status: u16) -> &'static str {
    match status {
        200 => "As asked.",
        201 => "Made.",
        202 => "Under way.",
        204 => "Done.",
        303 => "Go on there.",
        400 => "The body, a parameter or the Idempotency-Key can’t be read.",
        401 => "No session, or one that has ended.",
        403 => "The caller may not do this, or the call did not come from our page.",
        404 => "There is nothing here, or it is not the caller’s.",
        409 => "The rules refuse it as the request stands.",
        412 => "The request has changed meanwhile.",
        413 => "The body is too large.",
        422 => "Some answers need to be mended, or the key was used for something else.",
        428 => "If-Match is missing.",
        429 => "No more codes for now.",
        500 => "Something went wrong on our side.",
        503 => "Others change the same thing at this moment.",
        _ => "",
    }
}

fn parameters(route: &Route, operation: &Operation) -> Vec<Value> {
    let in_path = route.path.split('/').filter_map(|segment| {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        let schema = match name {
            // Sealed for one member.
            "calendar" => json!({ "type": "string" }),
            "task" | "seq" | "misdirection" => json!({ "type": "integer", "minimum": 1 }),
            _ => json!({ "$ref": "#/components/schemas/Id" }),
        };
        Some(json!({ "name": name, "in": "path", "required": true, "schema": schema }))
    });
    let header = |name: &str| json!({ "$ref": format!("#/components/parameters/{name}") });
    let page: &[&str] = match route.method {
        Method::Get => &[],
        Method::Post => &["Origin", "X-Access-Desk"],
    };
    let repeat: &[&str] = match route.repeat {
        Repeat::Safe => &[],
        Repeat::Key => &["Idempotency-Key"],
        Repeat::KeyAndVersion => &["Idempotency-Key", "If-Match"],
    };
    in_path
        .chain(operation.query.iter().map(in_query))
        .chain(page.iter().chain(repeat).map(|name| header(name)))
        .collect()
}

fn in_query(query: &Query) -> Value {
    let mut schema = json!({ "type": "string" });
    if !query.words.is_empty() {
        schema["enum"] = json!(query.words);
    }
    json!({ "name": query.name, "in": "query", "description": query.description, "schema": schema })
}

fn headers() -> Value {
    let header = |name: &str, description: &str, pattern: &str| {
        json!({
            "name": name, "in": "header", "required": true, "description": description,
            "schema": { "type": "string", "pattern": pattern },
        })
    };
    json!({
        "Origin": header("Origin", "This origin; a browser sends it by itself.", "^https?://[^/]+$"),
        "X-Access-Desk": header("X-Access-Desk", "Any value: no other site’s page can send it.", "^1$"),
        "Idempotency-Key": header(
            "Idempotency-Key",
            "A new one for each change. Sent again with the same body within a day, it is answered as it was.",
            "^[A-Za-z0-9-]{16,64}$",
        ),
        "If-Match": header("If-Match", "The version that the caller saw, in double quotes.", "^\"[0-9]{1,15}\"$"),
    })
}

fn security(caller: Caller) -> Value {
    match caller.session() {
        Some(session) => json!([{ scheme(session): [] }]),
        None => json!([]),
    }
}

fn security_schemes() -> Value {
    let schemes: Map<String, Value> = Session::ALL
        .into_iter()
        .map(|session| {
            let cookie = json!({ "type": "apiKey", "in": "cookie", "name": session.cookie() });
            (scheme(session), cookie)
        })
        .collect();
    Value::Object(schemes)
}

fn scheme(session: Session) -> String {
    format!("{session:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operations() -> Vec<Value> {
        let api = api().expect("the document can be written");
        let paths = api["paths"].as_object().expect("paths").clone();
        paths
            .values()
            .flat_map(|methods| methods.as_object().expect("methods").values().cloned())
            .collect()
    }

    #[test]
    fn every_route_is_described_once() {
        let mut described: Vec<_> = operations()
            .iter()
            .map(|operation| operation["operationId"].as_str().unwrap_or_default().to_owned())
            .collect();
        let mut routes: Vec<_> = ALL.iter().map(|route| format!("{:?}", route.name)).collect();
        described.sort();
        routes.sort();

        assert_eq!(described, routes);
    }

    #[test]
    fn every_status_has_its_words() {
        for operation in operations() {
            for status in operation["responses"].as_object().expect("responses").keys() {
                let status = status.parse().expect("a status");
                assert_ne!(words(status), "", "{status} of {}", operation["operationId"]);
            }
        }
    }

    #[test]
    fn no_answer_may_have_a_field_that_is_not_listed() {
        let api = api().expect("the document can be written");
        for name in ["RequestPage", "Problem", "FieldError", "WorklistRow", "Status"] {
            let schema = &api["components"]["schemas"][name];
            assert_eq!(schema["additionalProperties"], json!(false), "{name}");
        }
        let variant = &api["components"]["schemas"]["Reading"]["oneOf"][0];
        assert_eq!(variant["additionalProperties"], json!(false));
    }

    #[test]
    fn an_example_is_a_form_that_is_read_whole() {
        let forms = api().expect("the document can be written")["components"]["schemas"].clone();
        for route in &ALL {
            let Some((_, example)) = operations::of(route.name).form else {
                continue;
            };
            let described = operations()
                .into_iter()
                .find(|operation| operation["operationId"] == format!("{:?}", route.name))
                .expect("it is described");
            let schema = &described["requestBody"]["content"][JSON]["schema"]["$ref"];
            let form = schema
                .as_str()
                .and_then(|path| path.rsplit('/').next())
                .expect("a form");
            for field in example.as_object().expect("an object").keys() {
                assert!(forms[form]["properties"][field].is_object(), "{form} has no {field}");
            }
        }
    }
}
