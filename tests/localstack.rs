//! Files, links and rows on LocalStack, whose S3 refuses what the other local AWS lets pass, and whose table is Amazon's
//! own DynamoDB for one machine.

#[expect(dead_code, reason = "the other tests use the rest")]
mod canary;
mod contract;
#[expect(dead_code, reason = "the other tests use the rest")]
mod desk;
#[expect(dead_code, reason = "the other tests use the rest")]
mod engine;
#[expect(dead_code, reason = "the other tests use the rest")]
mod story;

use anyhow::{Context, Result};
use aws_sdk_dynamodb::types::TimeToLiveSpecification;
use chrono::{DateTime, Utc};
use domain::chain::Hash;
use domain::id::RequestId;
use domain::route::Name;
use domain::word::Work;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use story::{as_session, asked, at, call, granted, json_of, outcome, patient, put_record, released, run_job, verified};
use workflow::failure::Failure;
use workflow::store::item::StoredRecord;
use workflow::world::{Settings, World};
use workflow::{aws, claim, inspect, release, uploads};

const MINUTE: Duration = Duration::from_secs(60);

fn now() -> DateTime<Utc> {
    at("2026-11-24T15:00:00Z")
}

/// A world of its own on LocalStack. Where that has no DynamoDB, the table is inside this process.
async fn settings() -> Result<Settings> {
    let localstack = desk::variable("LOCALSTACK")?;
    let settings = if desk::variable("LOCALSTACK_SERVICES")?.contains("dynamodb") {
        engine::table_at(localstack, None).await?
    } else {
        engine::table_inside(Some(localstack)).await?
    };
    engine::make_buckets(&settings).await?;
    Ok(settings)
}

/// The store that the contract is tried on.
async fn store() -> Result<World> {
    Ok(World::new(engine::table_at(desk::variable("LOCALSTACK")?, None).await?))
}

/// What a link answers, as a browser would use it.
async fn send(method: &'static str, url: String, headers: Vec<(String, String)>, body: Vec<u8>) -> Result<u16> {
    tokio::task::spawn_blocking(move || {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .new_agent();
        let status = if method == "PUT" {
            let mut request = agent.put(&url);
            for (name, value) in headers
                .iter()
                .filter(|(name, _)| name != "content-length" && name != "host")
            {
                request = request.header(name, value);
            }
            request.send(&body[..])?.status()
        } else {
            agent.get(&url).call()?.status()
        };
        Ok(status.as_u16())
    })
    .await?
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_link_takes_the_one_file_that_it_was_made_for_and_no_other() -> Result<()> {
    let world = World::new(settings().await?);
    let bytes = b"The right bytes\n".to_vec();
    let (size, crc32) = (bytes.len() as u64, crc32fast::hash(&bytes));
    let records = world.records();
    let link = records.sign_upload("upload/p/q/r", size, crc32, MINUTE).await?;
    let put = async |url: &str, headers: &[(String, String)], bytes: &[u8]| {
        send("PUT", url.to_owned(), headers.to_vec(), bytes.to_vec()).await
    };
    let without = |left_out: &str| -> Vec<_> {
        link.headers
            .iter()
            .filter(|(name, _)| name != left_out)
            .cloned()
            .collect()
    };
    let other_sum: Vec<_> = without("x-amz-checksum-crc32")
        .into_iter()
        .chain([("x-amz-checksum-crc32".to_owned(), "AAAAAA==".to_owned())])
        .collect();

    for (what, status) in [
        (
            "other bytes",
            put(&link.url, &link.headers, b"The wrong bytes\n").await?,
        ),
        (
            "another checksum",
            put(&link.url, &other_sum, b"The wrong bytes\n").await?,
        ),
        (
            "no checksum",
            put(&link.url, &without("x-amz-checksum-crc32"), &bytes).await?,
        ),
        ("no condition", put(&link.url, &without("if-none-match"), &bytes).await?),
        (
            "another key",
            put(&link.url.replace("upload/p/q/r", "upload/p/q/s"), &link.headers, &bytes).await?,
        ),
        (
            "another method",
            send("GET", link.url.clone(), Vec::new(), Vec::new()).await?,
        ),
        (
            "another time",
            put(
                &link.url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"),
                &link.headers,
                &bytes,
            )
            .await?,
        ),
    ] {
        assert!(matches!(status, 400 | 403), "{what}: {status}");
    }
    assert!(records.head("upload/p/q/r").await?.is_none(), "nothing of it was kept");
    assert_eq!(put(&link.url, &link.headers, &bytes).await?, 200);
    assert_eq!(put(&link.url, &link.headers, &bytes).await?, 412, "a second time");
    let head = records.head("upload/p/q/r").await?.context("the file")?;
    assert_eq!((head.size, head.crc32), (size, Some(crc32)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_ends_with_its_time() -> Result<()> {
    let world = World::new(settings().await?);
    let bytes = b"x".to_vec();
    let packages = world.packages();
    packages
        .put("package/r/x.zip", "application/zip", bytes.clone())
        .await?;
    let a_while = Duration::from_secs(5);
    let down = packages.sign_download("package/r/x.zip", "x.zip", a_while).await?;
    let longer = packages.sign_download("package/r/x.zip", "x.zip", MINUTE).await?;
    let up = world
        .records()
        .sign_upload("upload/p/q/r", 1, crc32fast::hash(&bytes), a_while)
        .await?;
    assert_eq!(send("GET", down.clone(), Vec::new(), Vec::new()).await?, 200);
    tokio::time::sleep(a_while + Duration::from_millis(1_500)).await;

    assert_eq!(send("GET", down, Vec::new(), Vec::new()).await?, 403, "a download");
    assert_eq!(send("PUT", up.url, up.headers, bytes).await?, 403, "an upload");
    for (what, url) in [
        ("another package", longer.replace("x.zip?", "y.zip?")),
        (
            "another signature",
            longer.replace("X-Amz-Signature=", "X-Amz-Signature=0"),
        ),
        ("another name", longer.replace("x.zip%22", "y.zip%22")),
    ] {
        assert_ne!(url, longer, "{what}");
        assert_eq!(send("GET", url, Vec::new(), Vec::new()).await?, 403, "{what}");
    }
    assert_eq!(send("GET", longer, Vec::new(), Vec::new()).await?, 200);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_of_several_parts_is_what_was_released() -> Result<()> {
    let world = World::new(settings().await?);
    let submitted = asked(&world, now()).await?;
    let opened = verified(&world, &submitted.request, now()).await?;
    put_record(&world, &patient()?, 0, now()).await?;
    // More than two parts of 8 MiB, and no two of its blocks alike.
    let large: Vec<u8> = (0..2_600_000_u32)
        .flat_map(|number| format!("{number:07x}\n").into_bytes())
        .collect();
    let record = granted(&patient()?, "large", &large, now());
    world.table.put_row(&StoredRecord::from(&record)).await?;
    let key = uploads::object_key(&record.practice, &record.patient, &record.id);
    world
        .records()
        .put(&key, "application/octet-stream", large.clone())
        .await?;
    inspect::inspect(&world, &key).await?;
    let mut releasing = as_session(
        call(Name::Release, &[submitted.request.as_str()], &json!({}), now()),
        &opened,
    );
    releasing.if_match = Some("\"2\"".to_owned());
    release::release(&world, &releasing).await?;

    run_job(&world, &submitted.request, now()).await?;

    let (work, _, _, package) = outcome(&world, &submitted.request).await?;
    assert_eq!(work, Work::Ready);
    assert!(package.len() > large.len());
    let inside = package
        .windows(large.len())
        .position(|window| window[..64] == large[..64] && window == large);
    assert!(inside.is_some(), "the large record lies in it as it was");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_sixteen_releases_of_one_version_one_wins() -> Result<()> {
    let world = Arc::new(World::new(settings().await?));
    let submitted = asked(&world, now()).await?;
    let opened = Arc::new(verified(&world, &submitted.request, now()).await?);
    put_record(&world, &patient()?, 0, now()).await?;
    let request = submitted.request.clone();
    let tries: Vec<_> = (0..16)
        .map(|_| {
            let (world, opened, request) = (world.clone(), opened.clone(), request.clone());
            tokio::spawn(async move { try_release(&world, &opened, &request).await })
        })
        .collect();
    let mut won = 0;
    for attempt in tries {
        match attempt.await? {
            Ok(()) => won += 1,
            Err(failure) => assert!(matches!(failure.problem().status, 409 | 412 | 503), "{failure}"),
        }
    }

    assert_eq!(won, 1);
    let events = world.table.events(&request).await?;
    let releases = events
        .iter()
        .filter(|event| event.happened.what() == domain::wire::What::Released);
    assert_eq!(releases.count(), 1);
    Ok(())
}

async fn try_release(world: &World, opened: &workflow::call::Reply, request: &RequestId) -> Result<(), Failure> {
    let mut releasing = as_session(call(Name::Release, &[request.as_str()], &json!({}), now()), opened);
    releasing.if_match = Some("\"2\"".to_owned());
    release::release(world, &releasing).await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_leaves_its_letters_and_its_package_where_their_hashes_say() -> Result<()> {
    let world = World::new(settings().await?);
    let request = released(&world, now()).await?;
    run_job(&world, &request, now()).await?;

    let delivery = world.table.deliveries(&request).await?.pop().context("a delivery")?;
    let package = world.packages().get(&delivery.package.key).await?;
    assert_eq!(Hash::of(&package), delivery.package.sha256);
    let manifest = world
        .packages()
        .get(&format!("manifest/{request}/{}.json", delivery.package.manifest))
        .await?;
    assert_eq!(Hash::of(&manifest), delivery.package.manifest);
    let list: serde_json::Value = serde_json::from_slice(&manifest)?;
    for file in list["files"].as_array().context("files")?.iter().take(3) {
        let (path, hash) = (&file["path"], &file["sha256"]);
        let key = format!(
            "letter/{request}/00000003-{}-{}",
            hash.as_str().context("a hash")?,
            path.as_str().context("a path")?
        );
        let bytes = world.letters().get(&key).await?;
        assert_eq!(Hash::of(&bytes).to_string(), hash.as_str().context("a hash")?);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_recipient_downloads_is_what_was_released() -> Result<()> {
    let world = World::new(settings().await?);
    let request = released(&world, now()).await?;
    run_job(&world, &request, now()).await?;
    let delivery = world.table.deliveries(&request).await?.pop().context("a delivery")?;
    let passcode = world.secret.passcode(&request, delivery.passcode);
    let link = delivery.id.as_str();

    let form = json!({ "passcode": passcode });
    let opened = claim::prove(&world, &call(Name::ProveDelivery, &[link], &form, now())).await?;
    let claiming = as_session(call(Name::Claim, &[link], &Value::Null, now()), &opened);
    let claimed = json_of(&claim::claim(&world, &claiming).await?);

    let url = claimed["url"].as_str().context("a link")?.to_owned();
    let bytes = tokio::task::spawn_blocking(move || ureq::get(&url).call()?.body_mut().read_to_vec()).await??;
    assert_eq!(Hash::of(&bytes), delivery.package.sha256);
    assert_eq!(claimed["claims_left"], 4);
    let history = world.table.chain(format!("DELIVERY#{link}")).await?;
    assert_eq!(history.len(), 2, "opened and claimed");
    Ok(())
}

/// The table deletes rows by the attribute that the template names. LocalStack does it when it is told to.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_table_deletes_by_itself_is_nothing_that_a_request_needs() -> Result<()> {
    let settings = settings().await?;
    let (world, http) = (World::new(settings.clone()), aws::http_client());
    // So long ago that all has ended by the engine's own clock.
    let long_ago = at("2025-11-24T15:00:00Z");
    let request = released(&world, long_ago).await?;
    run_job(&world, &request, long_ago).await?;
    let before = outcome(&world, &request).await?;
    let mut rows = engine::held(&settings, &http, false).await?.told();
    let deletes = TimeToLiveSpecification::builder()
        .attribute_name("expires_at_s")
        .enabled(true)
        .build()?;
    aws::dynamodb(&settings.aws, &http)
        .update_time_to_live()
        .table_name(&settings.table)
        .time_to_live_specification(deletes)
        .send()
        .await?;

    let url = format!("{}/_aws/dynamodb/expired", desk::variable("LOCALSTACK")?);
    let status = tokio::task::spawn_blocking(move || ureq::delete(&url).call().map(|answer| answer.status())).await??;

    assert_eq!(status.as_u16(), 200);
    let all = rows.len();
    rows.retain(|_, row| row.get("expires_at_s").is_none());
    assert!(rows.len() + 3 < all, "keys and a session are among those that end");
    assert!(engine::held(&settings, &http, false).await?.told() == rows);
    assert!(outcome(&world, &request).await? == before);
    Ok(())
}
