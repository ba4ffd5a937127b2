//! The template says what the route table says, and gives each function what it needs and no more.

use anyhow::{Context, Result};
use domain::route::{self, Function};
use std::collections::BTreeSet;
use std::path::Path;

use crate::engine;

fn template() -> Result<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/template.yaml");
    std::fs::read_to_string(&path).with_context(|| path.display().to_string())
}

/// The lines of a top-level resource.
fn resource<'a>(template: &'a str, name: &str) -> Option<&'a str> {
    let begin = template.find(&format!("\n  {name}:\n"))? + 1;
    let rest = &template[begin..];
    let end = rest
        .match_indices("\n  ")
        .map(|(at, _)| at)
        .find(|at| rest[at + 3..].starts_with(|first: char| first.is_ascii_alphanumeric()))
        .unwrap_or(rest.len());
    Some(&rest[..end])
}

#[test]
fn every_route_has_a_resource_and_every_function_a_route_or_a_trigger() -> Result<()> {
    let template = template()?;
    let keys: BTreeSet<_> = template
        .lines()
        .filter_map(|line| line.trim().strip_prefix("RouteKey:"))
        .map(|key| key.trim().trim_matches(['\'', '"']).to_owned())
        .collect();
    let expected: BTreeSet<_> = route::ALL
        .iter()
        .map(|route| format!("{} {}", route.method.name(), route.path))
        .collect();
    assert_eq!(keys, expected);
    for route in &route::ALL {
        let own = resource(&template, &format!("{:?}Route", route.name)).context(route.path)?;
        let target = format!(
            "Target: !Sub 'integrations/${{{}Integration}}'",
            route.function.resource()
        );
        assert!(own.contains(&target), "{} leads to another function", route.path);
    }
    for function in Function::ALL {
        let own = resource(&template, function.resource()).context(function.name())?;
        assert!(own.contains(&format!("{}.zip", function.name())), "{}", function.name());
        let routed = route::ALL.iter().any(|route| route.function == function);
        let triggered =
            own.contains("Events:") || template.contains(&format!("FunctionName: !Ref {}\n", function.resource()));
        assert!(routed || triggered, "{}", function.name());
    }
    Ok(())
}

#[test]
fn every_binary_is_a_function_and_every_function_a_binary() -> Result<()> {
    let mut binaries = BTreeSet::new();
    for package in ["workflow", "letters"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../functions/{package}/src/bin"));
        let entries = std::fs::read_dir(folder)?;
        binaries
            .extend(entries.filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_string_lossy().into_owned())));
    }
    let functions: BTreeSet<_> = Function::ALL
        .iter()
        .map(|function| function.name().to_owned())
        .collect();

    assert_eq!(binaries, functions);
    Ok(())
}

#[test]
fn the_table_is_kept_encrypted_streamed_and_indexed() -> Result<()> {
    let template = template()?;
    let table = resource(&template, "Table").context("the table")?;

    for needed in [
        "DeletionPolicy: Retain",
        "UpdateReplacePolicy: Retain",
        "PointInTimeRecoveryEnabled: true",
        "SSEType: KMS",
        "StreamViewType:",
        "AttributeName: expires_at_s",
        "BillingMode: PAY_PER_REQUEST",
    ] {
        assert!(table.contains(needed), "{needed}");
    }
    let indexes: BTreeSet<_> = table
        .split("IndexName: ")
        .skip(1)
        .filter_map(|rest| rest.split(|end: char| !end.is_ascii_alphanumeric()).next())
        .collect();
    assert_eq!(indexes, BTreeSet::from(engine::INDEXES));
    Ok(())
}

/// What a rule of a bucket deletes, by the beginning of its name; empty for everything.
fn expiring(bucket: &str) -> Vec<&str> {
    let rules = bucket.split("- Id: ").skip(1);
    let deleting = rules.filter(|rule| rule.contains("Expiration"));
    deleting
        .map(|rule| {
            let prefix = rule.lines().find_map(|line| line.trim().strip_prefix("Prefix:"));
            prefix.unwrap_or_default().trim()
        })
        .collect()
}

/// 45 CFR 164.530(j)(2): manifests, letters and scans stay for six years and more, since nothing deletes them; packages go,
/// also of a request that is held, since they can be made again from the manifest and the letter. Rows that end by
/// themselves are looked at in `evidence.rs`.
#[test]
fn nothing_that_must_be_kept_of_a_request_is_deleted_by_a_rule() -> Result<()> {
    let template = template()?;
    let bucket = |name| resource(&template, name).context("a bucket");

    assert_eq!(expiring(bucket("Packages")?), ["package/", "render/"]);
    for (name, kept) in [
        ("Packages", &["manifest/"][..]),
        ("Letters", &["pdf/"]),
        ("Records", &["upload/", "scan/"]),
    ] {
        let own = bucket(name)?;
        for needed in ["DeletionPolicy: Retain", "UpdateReplacePolicy: Retain"] {
            assert!(own.contains(needed), "{name}: {needed}");
        }
        for prefix in expiring(own) {
            assert!(!prefix.is_empty(), "{name}: a rule deletes everything");
            assert!(kept.iter().all(|kept| !kept.starts_with(prefix)), "{name}: {prefix}");
        }
    }
    let lock = "DefaultRetention: { Mode: GOVERNANCE, Years: 6 }";
    assert!(bucket("Letters")?.contains(lock));
    for function in Function::ALL {
        let own = resource(&template, function.resource()).context(function.name())?;
        for deleting in [
            "s3:Delete",
            "s3:BypassGovernanceRetention",
            "s3:PutLifecycle",
            "dynamodb:DeleteTable",
        ] {
            assert!(!own.contains(deleting), "{}: {deleting}", function.name());
        }
    }
    Ok(())
}

#[test]
fn no_function_may_scan_or_do_everything() -> Result<()> {
    let template = template()?;

    for function in Function::ALL {
        let own = resource(&template, function.resource()).context(function.name())?;
        for banned in [
            "dynamodb:Scan",
            "dynamodb:*",
            "s3:*",
            "kms:*",
            "sqs:*",
            "ses:*",
            "Action: '*'",
        ] {
            assert!(!own.contains(banned), "{}: {banned}", function.name());
        }
        // Neither has a resource of its own that could be named.
        let everywhere = own.matches("Resource: '*'").count();
        let excused = ["Action: dynamodb:ListStreams", "Action: ses:SendEmail"];
        let excused = excused.iter().filter(|action| own.contains(*action)).count();
        assert_eq!(everywhere, excused, "{}", function.name());
    }
    Ok(())
}

/// What makes or checks a code, a session or a contact's hash has the key; what does not, has not.
#[test]
fn the_key_is_given_where_it_is_used() -> Result<()> {
    let template = template()?;
    let globals = template.split("\nResources:").next().unwrap_or_default();

    assert!(!globals.contains("HMAC_KEY"));
    for function in Function::ALL {
        let own = resource(&template, function.resource()).context(function.name())?;
        let uses = !matches!(function, Function::InspectRecord | Function::RenderLetter);
        assert_eq!(own.contains("HMAC_KEY: !Ref HmacKey"), uses, "{}", function.name());
    }
    Ok(())
}
