//! The local AWS: started, given the template, filled with people and records, stopped.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::build;
use crate::failure::{During, Failure, Result};
use crate::install::{Tools, read, write};
use crate::instance::{Instance, Outputs, Running, port};
use crate::mail;
use crate::place::Place;
use crate::process::{Process, wait};
use crate::shell;

const STACK: &str = "access-desk";
const ARTIFACTS: &str = "access-desk-artifacts";
const REGION: &str = "us-east-1";
/// What the functions did at the local AWS, and under which role.
const USED: &str = "used.jsonl";
pub const MAIL_FROM: &str = "desk@access-desk.example";

/// Of every demonstration member; the local pool is reached from this machine only.
pub const PASSWORD: &str = "open the desk, please";
pub const MEMBERS: [&str; 6] = [
    "clerk@lakeside.example",
    "clinician@lakeside.example",
    "reviewer@lakeside.example",
    "officer@lakeside.example",
    "clerk@summit.example",
    "officer@summit.example",
];

/// A person who may sign in.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Member {
    pub email: String,
    pub sub: String,
}

/// The ports that an instance would like to have.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    pub gateway: u16,
    pub page: u16,
}

/// Starts the local AWS of an instance, with what it kept.
pub fn start(place: &Place, tools: &Tools, instance: &Instance, wanted: Ports) -> Result<Running> {
    let (gateway_port, page_port) = (port(wanted.gateway)?, port(wanted.page)?);
    let outputs = instance.running()?.and_then(|earlier| earlier.outputs);
    for folder in ["aws", "s3", "tmp"] {
        let path = instance.file(folder);
        fs::create_dir_all(&path).during(format_args!("making {}", path.display()))?;
    }
    begin_streams_anew(&instance.file("aws/lambda.json"))?;
    let log = instance.file("aws.log");
    let gateway = crate::instance::origin(gateway_port);
    let aws = Process::start(
        Command::new(tools.python())
            .arg(place.local().join("recorded.py"))
            .arg(instance.file(USED))
            .current_dir(instance.folder())
            // The functions inherit all of this, so it begins empty.
            .env_clear()
            .env("PATH", tools.path())
            .env("HOME", instance.folder())
            .env("TMPDIR", instance.file("tmp"))
            .env("BIND_HOST", "127.0.0.1")
            .env("MINISTACK_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", gateway_port.to_string())
            .env("MINISTACK_REGION", REGION)
            .env("AUTH", "true")
            .env("IOT_MTLS_ENABLED", "0")
            .env("SFTP_ENABLED", "0")
            .env("PERSIST_STATE", "1")
            .env("STATE_DIR", instance.file("aws"))
            .env("S3_PERSIST", "1")
            .env("S3_DATA_DIR", instance.file("s3"))
            .env("AWS_ENDPOINT_URL", &gateway),
        &log,
    )?;
    let running = Running {
        gateway_port,
        page_port,
        aws,
        page: None,
        outputs,
    };
    instance.note(&running)?;
    wait(|| !running.aws.is_alive() || is_ready(gateway_port));
    if running.aws.is_alive() && is_ready(gateway_port) {
        return Ok(running);
    }
    Err(Failure::new(format!(
        "the local AWS didn't start; {}:\n{}",
        log.display(),
        shell::tail(&log)
    )))
}

pub fn is_ready(gateway_port: u16) -> bool {
    mail::get(gateway_port, "/_ministack/ready").is_ok()
}

/// The positions of the streams' readers are kept over a restart but the streams aren't, so that a reader
/// would miss as many records as it had read. Without a position it begins at the stream's start.
fn begin_streams_anew(state: &Path) -> Result<()> {
    if !state.exists() {
        return Ok(());
    }
    let about = || {
        format!(
            "{} can't be read (`cargo desk up --fresh` begins anew)",
            state.display()
        )
    };
    let mut saved: Value = serde_json::from_str(&read(state)?).during(about())?;
    if let Some(positions) = saved.pointer_mut("/payload/dynamodb_stream_positions/data") {
        *positions = json!({});
        write(state, &saved.to_string())?;
    }
    Ok(())
}

/// Stops what an instance runs, and keeps what would be lost with it.
pub fn stop(instance: &Instance, running: &Running) -> Result<()> {
    if let Some(page) = &running.page {
        page.stop()?;
    }
    if running.aws.is_alive() {
        mail::keep(instance, running.gateway_port)?;
    }
    running.aws.stop()
}

/// Creates or updates the stack.
pub fn deploy(place: &Place, tools: &Tools, instance: &Instance, running: &mut Running, release: &str) -> Result<()> {
    let parameters = json!({
        "Hosting": "Local",
        "PageOrigin": running.page_origin(),
        "SignInOrigin": running.gateway(),
        "HmacKey": instance.hmac_key()?,
        "MailFrom": MAIL_FROM,
    });
    let mut command = aws(place, tools, running);
    command.args([
        "deploy",
        "--stack",
        STACK,
        "--bucket",
        ARTIFACTS,
        "--release",
        release,
        "--zips",
    ]);
    command.arg(place.zips()).arg("--template").arg(place.template());
    let answer = shell::answer(&mut command, &parameters.to_string())?;
    let outputs: Outputs = serde_json::from_str(&answer).during("reading the stack's outputs")?;
    running.outputs = Some(outputs);
    instance.note(running)
}

/// Makes the demonstration's members, who can then sign in.
pub fn members(place: &Place, tools: &Tools, running: &Running) -> Result<Vec<Member>> {
    let mut command = aws(place, tools, running);
    command
        .args(["members", "--pool", &running.outputs()?.pool_id])
        .args(MEMBERS);
    let answer = shell::answer(&mut command, &json!({ "password": PASSWORD }).to_string())?;
    serde_json::from_str(&answer).during("reading who the members are")
}

/// Runs the seed, which may be run again.
pub fn seed(place: &Place, tools: &Tools, instance: &Instance, running: &Running, members: &[Member]) -> Result<()> {
    shell::quietly(
        Command::new(build::seed(place)).envs(environment(tools, instance, running, members)?),
        &instance.file("seed.log"),
    )
}

/// What a program needs to use a deployed instance: the seed, the tests, a function under `watch`.
pub fn environment(
    tools: &Tools,
    instance: &Instance,
    running: &Running,
    members: &[Member],
) -> Result<BTreeMap<&'static str, String>> {
    let outputs = running.outputs()?;
    let pool = &outputs.pool_id;
    let gateway = running.gateway();
    let members = serde_json::to_string(members).during("writing the members")?;
    let mut variables = credentials(running);
    variables.extend([
        ("TABLE", outputs.table_name.clone()),
        ("RECORDS_BUCKET", outputs.records_bucket.clone()),
        ("PACKAGES_BUCKET", outputs.packages_bucket.clone()),
        ("LETTERS_BUCKET", outputs.letters_bucket.clone()),
        ("PAGE_ORIGIN", running.page_origin()),
        ("HMAC_KEY", instance.hmac_key()?),
        ("LOG", "info".to_owned()),
        ("POOL_ID", pool.clone()),
        ("POOL_CLIENT_ID", outputs.pool_client_id.clone()),
        ("SIGN_IN_ORIGIN", gateway.clone()),
        ("ISSUER", format!("https://cognito-idp.{REGION}.amazonaws.com/{pool}")),
        ("KEYS_URL", format!("{gateway}/{pool}/.well-known/jwks.json")),
        ("MAIL_FROM", MAIL_FROM.to_owned()),
        ("ORIGIN", running.page_origin()),
        ("MAIL", format!("{gateway}{}", mail::INBOX)),
        ("MEMBERS", members),
        ("PASSWORD", PASSWORD.to_owned()),
        ("INPUTS", tools.inputs.display().to_string()),
        ("API_ID", outputs.api_id.clone()),
        ("DEAD_LETTERS_URL", outputs.dead_letters_url.clone()),
        ("MAIL_TOPIC", outputs.mail_topic_arn.clone()),
        ("USED", instance.file(USED).display().to_string()),
        ("LOGS", instance.folder().display().to_string()),
        ("CANARIES", instance.file("canaries.jsonl").display().to_string()),
    ]);
    Ok(variables)
}

fn credentials(running: &Running) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("AWS_ENDPOINT_URL", running.gateway()),
        ("AWS_REGION", REGION.to_owned()),
        ("AWS_DEFAULT_REGION", REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID", "test".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
    ])
}

fn aws(place: &Place, tools: &Tools, running: &Running) -> Command {
    let mut command = Command::new(tools.python());
    command.arg(place.local().join("aws.py")).envs(credentials(running));
    // The account of whoever runs this is no business of ours.
    for name in [
        "AWS_PROFILE",
        "AWS_SESSION_TOKEN",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
    ] {
        command.env_remove(name);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_of_a_stream_begin_anew_and_the_rest_is_kept() {
        let state = std::env::temp_dir().join(format!("desk-lambda-{}.json", std::process::id()));
        let saved =
            json!({ "payload": { "functions": { "a": 1 }, "dynamodb_stream_positions": { "data": { "b": 7 } } } });
        write(&state, &saved.to_string()).expect("the file can be written");

        begin_streams_anew(&state).expect("the file can be changed");

        let changed: Value = serde_json::from_str(&read(&state).expect("it is there")).expect("it is JSON");
        assert_eq!(
            changed.pointer("/payload/dynamodb_stream_positions/data"),
            Some(&json!({}))
        );
        assert_eq!(changed.pointer("/payload/functions/a"), Some(&json!(1)));
        fs::remove_file(&state).expect("the file is ours");
    }
}
