//! What a whole run of all the tests left behind: what each function did at the local AWS, and what it wrote into its log.
//! `cargo desk test` runs these when the others are through.

#[expect(dead_code, reason = "what is said is noted by the tests over HTTP")]
mod canary;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[expect(clippy::disallowed_methods, reason = "where the deployment is")]
fn variable(name: &str) -> Result<String> {
    std::env::var(name).with_context(|| format!("{name} is not set: run the tests with `cargo desk test`"))
}

// ---------------------------------------------------------------------------------- permissions

/// What is granted, is used, and can't be seen on the local AWS.
const UNSEEN: [(&str, &str); 8] = [
    (
        "kms:Decrypt",
        "the table, the buckets and Lambda decrypt for the function; the local ones don't encrypt",
    ),
    (
        "kms:GenerateDataKey",
        "S3 makes data keys for the function; the local one doesn't encrypt",
    ),
    (
        "s3:ListBucket",
        "it makes of a missing object a 404 and not a 403; nothing is listed",
    ),
    (
        "s3:AbortMultipartUpload",
        "only where a package fails half-way, which the tests in process do under no role",
    ),
    (
        "sqs:SendMessage",
        "Lambda sends dead letters for the function; the local one sends them by itself",
    ),
    (
        "dynamodb:DescribeStream",
        "Lambda reads the stream for the function; the local one reads it by itself",
    ),
    ("dynamodb:GetShardIterator", "as above"),
    ("dynamodb:GetRecords", "as above"),
];
/// The same on every resource, since it takes none.
const UNSEEN_ANYWHERE: (&str, &str) = ("dynamodb:ListStreams", "as above");

/// One action on one resource or on a pattern of them.
type Action = (String, String);

/// What a function may do and what it did, by its name.
#[derive(Default)]
struct Function {
    granted: BTreeSet<Action>,
    used: BTreeSet<Action>,
    refused: BTreeSet<Action>,
}

#[test]
fn every_permission_is_used_and_nothing_else_is_done() -> Result<()> {
    let functions = functions()?;

    let (mut unused, mut ungranted) = (Vec::new(), Vec::new());
    let (mut granted, mut used, mut unseen) = (0, 0, 0);
    for (name, function) in &functions {
        assert!(!function.used.is_empty(), "{name} was never seen to do anything");
        for grant in &function.granted {
            granted += 1;
            if function.used.iter().any(|did| covers(grant, did)) {
                used += 1;
            } else if is_unseen(&grant.0) {
                unseen += 1;
            } else {
                unused.push(line(name, grant));
            }
        }
        let done = function
            .used
            .iter()
            .filter(|did| !function.granted.iter().any(|grant| covers(grant, did)));
        ungranted.extend(done.chain(&function.refused).map(|did| line(name, did)));
    }
    println!(
        "{} functions, {granted} permissions: {used} used, {unseen} not to be seen here",
        functions.len()
    );
    for (action, reason) in UNSEEN.iter().chain([&UNSEEN_ANYWHERE]) {
        println!("  not to be seen: {action}: {reason}");
    }
    println!("granted and never used: {}", unused.len());
    unused.iter().for_each(|line| println!("{line}"));
    println!("used and not granted: {}", ungranted.len());
    ungranted.iter().for_each(|line| println!("{line}"));
    assert!(unused.is_empty() && ungranted.is_empty());
    Ok(())
}

fn line(name: &str, (action, resource): &Action) -> String {
    format!("  {name:18} {action:28} {resource}")
}

fn is_unseen(action: &str) -> bool {
    UNSEEN
        .iter()
        .chain([&UNSEEN_ANYWHERE])
        .any(|(unseen, _)| *unseen == action)
}

/// Whether something that was done is what a permission is for. Those of the template end with the only star that they
/// have.
fn covers(grant: &Action, did: &Action) -> bool {
    let resource = match grant.1.strip_suffix('*') {
        Some(beginning) => did.1.starts_with(beginning),
        None => did.1 == grant.1,
    };
    grant.0 == did.0 && resource
}

/// The functions with the permissions that the local AWS holds for their roles, which come from the template, and what
/// was written down of what they did.
fn functions() -> Result<BTreeMap<String, Function>> {
    let endpoint = variable("AWS_ENDPOINT_URL")?;
    let mut functions = BTreeMap::new();
    let mut names = BTreeMap::new();
    let listed: Value = ureq::get(format!("{endpoint}/2015-03-31/functions/?MaxItems=50"))
        .header("authorization", scope("lambda"))
        .call()?
        .body_mut()
        .read_json()?;
    for listed in listed["Functions"].as_array().context("functions")? {
        let name = listed["FunctionName"].as_str().context("a name")?;
        let name = name.strip_prefix("access-desk-").context("one of ours")?;
        let role = listed["Role"].as_str().and_then(|role| role.rsplit('/').next());
        let role = role.context("a role")?;
        let function = Function {
            granted: granted(&endpoint, role)?,
            ..Function::default()
        };
        names.insert(role.to_owned(), name.to_owned());
        functions.insert(name.to_owned(), function);
    }
    let record = variable("USED")?;
    for line in fs::read_to_string(&record).context(record)?.lines() {
        let did: Value = serde_json::from_str(line)?;
        let text = |name: &str| did[name].as_str().map(str::to_owned).context(name.to_owned());
        let Some(function) = names.get(&text("role")?).and_then(|name| functions.get_mut(name)) else {
            continue;
        };
        let action = (text("action")?, text("resource")?);
        match (did["allowed"] == true, did["link"] == true) {
            (true, _) => function.used.insert(action),
            // A link that was tried for something else says nothing of the function that signed it.
            (false, true) => false,
            (false, false) => function.refused.insert(action),
        };
    }
    Ok(functions)
}

/// What the policies of a role allow.
fn granted(endpoint: &str, role: &str) -> Result<BTreeSet<Action>> {
    let ask = |action: &str, more: &[(&str, &str)]| -> Result<String> {
        let mut form = vec![("Action", action), ("Version", "2010-05-08"), ("RoleName", role)];
        form.extend(more);
        let mut answer = ureq::post(endpoint)
            .header("authorization", scope("iam"))
            .send_form(form)?;
        Ok(answer.body_mut().read_to_string()?)
    };
    let mut granted = BTreeSet::new();
    let names = ask("ListRolePolicies", &[])?;
    for name in between(&names, "<member>", "</member>") {
        let policy = ask("GetRolePolicy", &[("PolicyName", name)])?;
        let document = between(&policy, "<PolicyDocument>", "</PolicyDocument>");
        let document = document.into_iter().next().context("a document")?;
        let document: Value = serde_json::from_str(&plain(document)?)?;
        for statement in document["Statement"].as_array().context("statements")? {
            ensure!(statement["Effect"] == "Allow", "{name} does more than allow");
            for action in texts(&statement["Action"]) {
                for resource in texts(&statement["Resource"]) {
                    granted.insert((action.to_owned(), resource.to_owned()));
                }
            }
        }
    }
    ensure!(!granted.is_empty(), "{role} may do nothing");
    Ok(granted)
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> Vec<&'a str> {
    text.split(begin)
        .skip(1)
        .filter_map(|rest| Some(rest.split_once(end)?.0))
        .collect()
}

/// Without the percent signs of an address.
fn plain(text: &str) -> Result<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().context("a digit")?, rest.next().context("a digit")?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits)?, 16)?);
        } else {
            bytes.push(byte);
        }
    }
    Ok(String::from_utf8(bytes)?.replace("&quot;", "\""))
}

/// One text, or a list of them.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        value => value.as_str().into_iter().collect(),
    }
}

/// The local AWS looks at the scope of a signature, and at no more of it.
fn scope(service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0"
    )
}

// ----------------------------------------------------------------------------------------- logs

#[test]
fn no_log_says_anything_of_anyone() -> Result<()> {
    let canaries = canary::of_the_run(Path::new(&variable("CANARIES")?))?;
    let mut hits = Vec::new();
    let mut logs: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut search = |log: &str, line: &str| {
        let (lines, bytes) = logs.entry(log.to_owned()).or_default();
        *lines += 1;
        *bytes += line.len();
        if let Some(at) = canaries.find(line.as_bytes()) {
            hits.push(format!("{log}, line {lines}, column {}", at + 1));
        }
    };

    for group in groups()? {
        messages(&group, |message| message.lines().for_each(|line| search(&group, line)))?;
    }
    let folder = variable("LOGS")?;
    for name in ["aws.log", "page.log", "seed.log"] {
        let text = fs::read(Path::new(&folder).join(name)).context(name)?;
        let text = String::from_utf8_lossy(&text);
        text.lines()
            .filter(|line| !OF_THE_PROVIDER.iter().any(|provider| line.contains(provider)))
            .for_each(|line| search(name, line));
    }
    let metrics = ask("monitoring", "GraniteServiceVersion20100801.ListMetrics", &json!({}))?;
    search("metrics", &metrics.to_string());

    let (lines, bytes) = logs.values().fold((0, 0), |sum, log| (sum.0 + log.0, sum.1 + log.1));
    for (log, (lines, bytes)) in &logs {
        println!("  {lines:8} lines {bytes:10} bytes  {log}");
    }
    println!(
        "{lines} lines and {bytes} bytes searched for {} texts: {} hits",
        canaries.count(),
        hits.len()
    );
    for function in functions()?.keys() {
        let log = format!("/aws/lambda/access-desk-{function}");
        assert!(logs.contains_key(&log), "{function} wrote no log");
    }
    assert_eq!(hits, Vec::<String>::new(), "what was found is not shown again here");
    Ok(())
}

/// The local AWS tells in its own log to whom it would have sent a message. Amazon's keeps none of ours.
const OF_THE_PROVIDER: [&str; 2] = [" INFO [ses] ", " INFO [ses-v2] "];

#[test]
fn a_log_that_says_something_of_someone_is_found() {
    let canaries = canary::here();

    for (line, found) in [
        ("{\"route\":\"/api/status\",\"duration_ms\":15}", None),
        ("answered, patient.name=Mhvtestveteran", Some(23)),
        ("p1@patient.example", Some(2)),
        ("n\u{e9} L\u{f3}pez", Some(4)),
        ("born 1948-03-02", None),
    ] {
        assert_eq!(canaries.find(line.as_bytes()), found, "{line}");
    }
}

fn groups() -> Result<Vec<String>> {
    let groups = ask("logs", "Logs_20140328.DescribeLogGroups", &json!({ "limit": 50 }))?;
    let groups = groups["logGroups"].as_array().context("groups")?;
    let names = groups.iter().filter_map(|group| group["logGroupName"].as_str());
    Ok(names.map(str::to_owned).collect())
}

fn messages(group: &str, mut take: impl FnMut(&str)) -> Result<()> {
    let mut next = Value::Null;
    loop {
        let mut question = json!({ "logGroupName": group });
        if !next.is_null() {
            question["nextToken"] = next;
        }
        let page = ask("logs", "Logs_20140328.FilterLogEvents", &question)?;
        for event in page["events"].as_array().context("events")? {
            take(event["message"].as_str().context("a message")?);
        }
        next = page["nextToken"].clone();
        if next.is_null() {
            return Ok(());
        }
    }
}

fn ask(service: &str, action: &str, question: &Value) -> Result<Value> {
    let mut answer = ureq::post(variable("AWS_ENDPOINT_URL")?)
        .header("authorization", scope(service))
        .header("x-amz-target", action)
        .header("content-type", "application/x-amz-json-1.1")
        .send(question.to_string())?;
    Ok(answer.body_mut().with_config().limit(1 << 28).read_json()?)
}
