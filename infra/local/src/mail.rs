//! The e-mail that the local AWS took in and sent nowhere.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::failure::{During, Failure, Result};
use crate::install::{read, write};
use crate::instance::Instance;
use crate::place::Place;
use crate::up;

/// Where the local AWS shows its messages.
pub const INBOX: &str = "/_ministack/ses/messages";

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Message {
    id: String,
    to: Vec<String>,
    subject: String,
    text: String,
    #[serde(default)]
    attachments: Vec<Attachment>,
    /// Seconds since 1970.
    sent_at_s: f64,
}

/// What is known of an attachment; its content is kept by nobody.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Attachment {
    #[serde(alias = "FileName")]
    file_name: String,
    /// Bytes.
    #[serde(alias = "Size")]
    size: u64,
}

/// Prints the messages of `cargo desk up`, newest last.
pub fn print(place: &Place, options: &[&str]) -> Result<()> {
    let (address, as_json) = match options {
        [] => (None, false),
        ["--json"] => (None, true),
        ["--to", address] => (Some(*address), false),
        ["--to", address, "--json"] | ["--json", "--to", address] => (Some(*address), true),
        _ => return Err(Failure::new("usage: cargo desk mail [--to ADDRESS] [--json]")),
    };
    let instance = up::instance(place)?;
    let mut messages = kept(&instance)?;
    if let Some(running) = instance.running()?.filter(|running| running.aws.is_alive()) {
        messages.extend(received(running.gateway_port)?);
    }
    messages.retain(|message| address.is_none_or(|address| message.to.iter().any(|to| to == address)));
    let mut text = String::new();
    if as_json {
        text = serde_json::to_string_pretty(&messages).during("writing the messages")?;
        text.push('\n');
    } else {
        for message in &messages {
            text.push_str(&message.readable());
        }
        if messages.is_empty() {
            eprintln!("no mail yet");
        }
    }
    match io::stdout().write_all(text.as_bytes()) {
        // Such as `head`, which has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.during("printing the messages"),
    }
}

impl Message {
    fn readable(&self) -> String {
        let line = "─".repeat(72);
        let attached = self
            .attachments
            .iter()
            .map(|Attachment { file_name, size }| format!("Attached: {file_name}, {size} bytes\n"));
        format!(
            "To: {}\nSubject: {}\n{}\n{}\n\n{line}\n",
            self.to.join(", "),
            self.subject,
            attached.collect::<String>(),
            self.text.trim_end()
        )
    }
}

/// Puts the messages aside before the local AWS stops: it forgets them.
pub fn keep(instance: &Instance, gateway_port: u16) -> Result<()> {
    let mut messages = kept(instance)?;
    messages.extend(received(gateway_port)?);
    let text = serde_json::to_string(&messages).during("writing the messages")?;
    write(&instance.file("mail.json"), &text)
}

fn kept(instance: &Instance) -> Result<Vec<Message>> {
    let path = instance.file("mail.json");
    if !path.exists() {
        return Ok(Vec::new());
    }
    serde_json::from_str(&read(&path)?).during(format_args!("reading {}", path.display()))
}

fn received(gateway_port: u16) -> Result<Vec<Message>> {
    let inbox: Value = serde_json::from_str(&get(gateway_port, INBOX)?).during("reading the inbox")?;
    let mut messages = parse(&inbox);
    messages.sort_by(|one, other| one.sent_at_s.total_cmp(&other.sent_at_s));
    Ok(messages)
}

fn parse(inbox: &Value) -> Vec<Message> {
    let text = |message: &Value, field: &str| message[field].as_str().unwrap_or_default().to_owned();
    let accounts = inbox["messages"].as_object();
    let messages = accounts
        .into_iter()
        .flat_map(|accounts| accounts.values())
        .filter_map(Value::as_array)
        .flatten();
    messages
        .map(|message| Message {
            id: text(message, "MessageId"),
            to: message["To"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            subject: text(message, "Subject"),
            text: text(message, "BodyText"),
            attachments: serde_json::from_value(message["Attachments"].clone()).unwrap_or_default(),
            sent_at_s: message["Timestamp"].as_f64().unwrap_or_default(),
        })
        .collect()
}

/// The body of a GET on the local AWS.
pub fn get(port: u16, path: &str) -> Result<String> {
    let about = || format!("asking the local AWS on port {port} for {path}");
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).during(about())?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).during(about())?;
    // HTTP/1.0: the answer is not cut in chunks, and ends with the connection.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n").during(about())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).during(about())?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .ok_or_else(|| Failure::new(format!("{}: no answer", about())))?;
    if head.split(' ').nth(1) != Some("200") {
        return Err(Failure::new(format!(
            "{}: {}",
            about(),
            head.lines().next().unwrap_or_default()
        )));
    }
    Ok(body.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn messages_of_every_account_are_read() {
        let inbox = json!({ "messages": { "000000000000": [
            {
                "MessageId": "1", "To": ["a@b.example"], "Subject": "Hi", "BodyText": "There", "Timestamp": 2.5,
                "Attachments": [{ "FileName": "x.zip", "Size": 3, "Sha256": "" }],
            },
        ] } });

        let messages = parse(&inbox);

        let expected = Message {
            id: "1".to_owned(),
            to: vec!["a@b.example".to_owned()],
            subject: "Hi".to_owned(),
            text: "There".to_owned(),
            attachments: vec![Attachment {
                file_name: "x.zip".to_owned(),
                size: 3,
            }],
            sent_at_s: 2.5,
        };
        assert!(expected.readable().contains("\nAttached: x.zip, 3 bytes\n\nThere"));
        assert_eq!(messages, [expected]);
        assert!(parse(&json!({ "messages": {} })).is_empty());
    }
}
