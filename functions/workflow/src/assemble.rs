//! The job that makes a package from what was released: the letter, the page to start with, the manifest and
//! the records, streamed through a few megabytes of memory. Everything it makes follows from the release, under
//! keys that follow from it too, so that a job that was killed is healed by doing it again.

use crate::binder::Binder;
use crate::change;
use crate::edge;
use crate::failure::Failure;
use crate::manifest::{self, Entry, Manifest};
use crate::notice;
use crate::printing;
use crate::store::dynamo::{Table, Write};
use crate::store::item::{DeliveryWhat, NoticeKind, NoticeState, StoredJob, StoredNotice, StoredProgress};
use crate::store::s3::{Multipart, Objects};
use crate::store::{self, StoreError};
use crate::uploads;
use crate::world::World;
use crate::zip;
use crate::zone;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::chain::Hash;
use domain::decide::{self, Packed, emailing};
use domain::delivery::{Bound, Package};
use domain::event;
use domain::id::{DeliveryId, JobId, RecordId, RequestId};
use domain::letter::Release;
use domain::package::{self, Document};
use domain::request::Request;
use domain::word::{Format, Work};
use ring::digest::{Context, SHA256};

/// S3 takes 10,000 parts of at least 5 MiB.
const PART: u64 = 8 << 20;
const PARTS: u64 = 9_000;
const ATTEMPTS: usize = 8;
/// A job that ended so often without a package, for whatever reason, is given up: people must look.
const RUNS: u32 = 8;
/// So many runs also bind the record into one PDF.
const RUNS_THAT_BIND: u32 = 3;
/// How far a job got is of no interest after so long.
const PROGRESS_DAYS: i64 = 7;

pub async fn assemble(world: &World, request: &RequestId, job: &JobId, now: DateTime<Utc>) -> Result<(), Failure> {
    let Some(job) = world.table.job(request, job).await?.filter(|job| !job.finished) else {
        return Ok(());
    };
    let request = world.table.request(request).await?.ok_or(Failure::NotFound)?;
    if request.work != Work::Assembling || request.job.as_ref() != Some(&job.id) {
        return Ok(());
    }
    let progress = progress(&job, 0, 0, 0);
    let runs = world.table.begin_run(&progress).await?;
    if runs > RUNS {
        // Those before died without a word.
        tracing::error!(request.id = request.id.as_str(), runs, "a package can't be assembled");
        return give_up(world, &request.id, &job, now).await;
    }
    let failure = match make(world, &request, &job, runs, now).await {
        Ok(()) => return Ok(()),
        Err(failure) => failure,
    };
    if !failure.is_for_good() && runs < RUNS {
        return Err(failure);
    }
    let cause = edge::chain(&failure);
    tracing::error!(
        request.id = request.id.as_str(),
        runs,
        cause,
        "a package can't be assembled"
    );
    give_up(world, &request.id, &job, now).await
}

fn progress(job: &StoredJob, runs: u32, done: u32, total: u32) -> StoredProgress {
    StoredProgress {
        request: job.request.clone(),
        job: job.id.clone(),
        runs,
        done,
        total,
        ends_at_s: (job.queued_at + TimeDelta::days(PROGRESS_DAYS)).timestamp(),
    }
}

async fn make(world: &World, request: &Request, job: &StoredJob, runs: u32, now: DateTime<Utc>) -> Result<(), Failure> {
    let hash = Hash::parse(&job.manifest).ok_or(Failure::Broken("a job's manifest"))?;
    let events = world.table.events(&request.id).await?;
    let (seq, letter) = event::release_of(&events, hash).ok_or(Failure::Broken("a job without a release"))?;
    // Made meanwhile, since the message that the package is ready waits for it.
    printing::order(world, &request.id, seq).await?;
    let bytes = world.packages().get(&manifest::object_key(&request.id, hash)).await?;
    let list = Manifest::decode(&bytes, hash)?;
    let documents = documents(world, request, seq, letter, &list).await?;
    let contents = Contents {
        list: &list,
        documents: &documents,
        manifest: bytes,
    };
    let mut package = write(world, request, job, runs, &contents, package::file_name(letter)).await?;
    // Other people's documents may bring a job down. After some runs that ended without a word, for whatever reason, the
    // package goes out without the PDF.
    if runs <= RUNS_THAT_BIND {
        package.bound = bind(world, request, job, &list, letter).await?;
    } else {
        tracing::warn!(
            request.id = request.id.as_str(),
            runs,
            "a record is not bound into one PDF"
        );
    }
    finish(world, &request.id, job, package, letter, now).await
}

/// The documents of the desk, as the manifest has them. The first time they are made from the release and kept,
/// under the number of its event and their own hashes; a package that is assembled again takes those, whatever
/// words a letter would be written with by then.
async fn documents(
    world: &World,
    request: &Request,
    seq: u64,
    letter: &Release,
    list: &Manifest,
) -> Result<Vec<Document>, Failure> {
    let files: Vec<_> = list
        .files
        .iter()
        .filter_map(|entry| {
            let source = entry.record.as_ref()?;
            Some(package::Listed {
                path: &entry.path,
                size: entry.size,
                category: source.category,
                service_date: source.service_date,
                locked: source.locked,
            })
        })
        .collect();
    let mut documents = package::documents(letter, &files);
    let mut expected = list.files.iter().filter(|entry| entry.record.is_none());
    let letters = world.letters();
    for document in &mut documents {
        let entry = expected
            .next()
            .filter(|entry| entry.path == document.path)
            .ok_or(Failure::Broken("a document is not in the manifest"))?;
        let key = format!("letter/{}/{seq:08}-{}-{}", request.id, entry.sha256, document.path);
        let is_kept = letters.head(&key).await?.is_some();
        if is_kept {
            document.bytes = letters.get(&key).await?;
        }
        if entry.sha256 != Hash::of(&document.bytes).to_string() {
            return Err(Failure::Broken("a document is not the one that was released"));
        }
        if !is_kept {
            letters.put(&key, document.media_type, document.bytes.clone()).await?;
        }
    }
    Ok(documents)
}

async fn write(
    world: &World,
    request: &Request,
    job: &StoredJob,
    runs: u32,
    contents: &Contents<'_>,
    file_name: String,
) -> Result<Package, Failure> {
    let key = format!("package/{}/{}.zip", request.id, job.manifest);
    let list = contents.list;
    let total: u64 = list.files.iter().map(|entry| entry.size).sum();
    let objects = world.packages();
    let mut out = Output::begin(&objects, &key, PART.max(total / PARTS), list.released_on).await?;
    let result = fill(world, request, job, runs, contents, &mut out).await;
    match result {
        Ok(()) => out.complete().await.map(|(size, sha256)| Package {
            key,
            file_name,
            size,
            sha256,
            manifest: Hash::of(&contents.manifest),
            bound: None,
        }),
        Err(failure) => {
            // What stays behind is cleared by the bucket's own rule; the first failure is the one to tell.
            if let Err(error) = objects.abort(out.upload).await {
                tracing::warn!(cause = %error, "an upload was left behind");
            }
            Err(failure)
        }
    }
}

/// The records that have pages, as one PDF beside the package.
async fn bind(
    world: &World,
    request: &Request,
    job: &StoredJob,
    list: &Manifest,
    letter: &Release,
) -> Result<Option<Bound>, Failure> {
    let records = world.records();
    let mut binder = Binder::new();
    for entry in &list.files {
        let Some(source) = &entry.record else { continue };
        let line = package::bound_line(&entry.path, source.category, source.service_date, letter.language);
        if source.locked || !binder.takes(source.format, entry.size) {
            binder.leave_out(line);
            continue;
        }
        let bytes = records.get(&record_key(request, &source.id)?).await?;
        if Hash::of(&bytes).to_string() != entry.sha256 {
            return Err(Failure::Broken("a record is not the one that was released"));
        }
        binder.add(line, source.format, &bytes);
    }
    let Some(bound) = binder.finish(&package::binding(letter)) else {
        return Ok(None);
    };
    let key = format!("package/{}/{}.pdf", request.id, job.manifest);
    let (size, sha256) = (bound.bytes.len() as u64, Hash::of(&bound.bytes));
    world
        .packages()
        .put(&key, Format::Pdf.media_type(), bound.bytes)
        .await?;
    Ok(Some(Bound {
        key,
        size,
        sha256,
        pages: bound.pages,
        records: bound.records,
    }))
}

fn record_key(request: &Request, record: &RecordId) -> Result<String, Failure> {
    let patient = request
        .patient
        .as_ref()
        .ok_or(Failure::Broken("a release without a patient"))?;
    Ok(uploads::object_key(&request.practice, patient, record))
}

async fn fill(
    world: &World,
    request: &Request,
    job: &StoredJob,
    runs: u32,
    contents: &Contents<'_>,
    out: &mut Output<'_>,
) -> Result<(), Failure> {
    for document in contents.documents {
        out.whole(document.path, &document.bytes).await?;
    }
    out.whole(package::MANIFEST, &contents.manifest).await?;
    let records = world.records();
    let total = contents
        .list
        .files
        .iter()
        .filter(|entry| entry.record.is_some())
        .count();
    let total = u32::try_from(total).unwrap_or(u32::MAX);
    let mut done = 0;
    for entry in &contents.list.files {
        let Some(source) = &entry.record else { continue };
        out.record(&records, &record_key(request, &source.id)?, entry).await?;
        done += 1;
        // At most a hundred lines of progress, however many files.
        if done % (total / 100 + 1) == 0 {
            world.table.put_row(&progress(job, runs, done, total)).await?;
        }
    }
    Ok(())
}

async fn finish(
    world: &World,
    request: &RequestId,
    job: &StoredJob,
    package: Package,
    letter: &Release,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    for _ in 0..ATTEMPTS {
        let current = world.table.request(request).await?.ok_or(Failure::NotFound)?;
        if current.work != Work::Assembling {
            return Ok(());
        }
        let moment = zone::moment(now, &current.received.time_zone);
        let packed = Packed {
            package: package.clone(),
            delivery: job.delivery.clone(),
            notice: job.notice.clone(),
        };
        let (decision, delivery) = decide::package_ready(&current, &job.id, packed, moment)?;
        let done = StoredJob {
            finished: true,
            ..job.clone()
        };
        let mut writes = Table::delivery_writes(None, &delivery, DeliveryWhat::Opened, now)?;
        if let Some((kind, due_at)) = message(&current, &decision.next, &delivery.id, now) {
            writes.push(Write::new(&StoredNotice {
                id: job.notice.clone(),
                request: request.clone(),
                kind,
                state: NoticeState::Queued,
                queued_at: now,
                due_at,
                message: None,
                report: None,
            })?);
        }
        writes.push(Write::any(&done)?);
        match change::commit(world, Some(&current), &decision, None, writes).await {
            Ok(()) => {
                tracing::info!(
                    request.id = request.as_str(),
                    files = letter.files,
                    bytes = package.size,
                    "a package is ready"
                );
                return Ok(());
            }
            Err(Failure::Store(StoreError::Conflict)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}

/// The message that takes the package to the requester by itself, or the link to it, and when it may go.
fn message(
    before: &Request,
    after: &Request,
    delivery: &DeliveryId,
    now: DateTime<Utc>,
) -> Option<(NoticeKind, Option<DateTime<Utc>>)> {
    let delivery = delivery.clone();
    if emailing::waiting(after).is_some() {
        let due_at = now + TimeDelta::seconds(notice::WAIT_SECONDS);
        return Some((NoticeKind::Record { delivery }, Some(due_at)));
    }
    let again = before.delivery.is_some();
    decide::goes_by_itself(after).then_some((NoticeKind::Ready { delivery, again }, None))
}

/// The job ends without a package, and staff see why they must act.
async fn give_up(world: &World, request: &RequestId, job: &StoredJob, now: DateTime<Utc>) -> Result<(), Failure> {
    let done = StoredJob {
        finished: true,
        ..job.clone()
    };
    change::by_itself(
        world,
        request,
        now,
        |current, moment| decide::assembly_failed(current, &job.id, moment).ok(),
        || Ok(vec![Write::any(&done)?]),
    )
    .await
    .map(|_| ())
}

/// What goes into a package, in its order.
struct Contents<'a> {
    list: &'a Manifest,
    documents: &'a [Document],
    /// The manifest's own bytes.
    manifest: Vec<u8>,
}

/// A zip file on its way into the bucket.
struct Output<'a> {
    objects: &'a Objects,
    upload: Multipart,
    zip: zip::Writer,
    buffer: Vec<u8>,
    part: usize,
    size: u64,
    sha256: Context,
}

impl<'a> Output<'a> {
    async fn begin(objects: &'a Objects, key: &str, part: u64, date: NaiveDate) -> Result<Self, Failure> {
        Ok(Self {
            objects,
            upload: objects.begin(key, "application/zip").await?,
            zip: zip::Writer::new(date),
            buffer: Vec::new(),
            part: usize::try_from(part).map_err(|_| Failure::Broken("a package is too large"))?,
            size: 0,
            sha256: Context::new(&SHA256),
        })
    }

    async fn whole(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let entry = zip::Entry {
            path,
            size: bytes.len() as u64,
            crc32: crc32fast::hash(bytes),
        };
        let header = self.zip.header(&entry);
        self.push(&header).await?;
        self.push(bytes).await
    }

    /// A record from its bucket, which must still be the one that was released, to the byte.
    async fn record(&mut self, records: &Objects, key: &str, entry: &Entry) -> Result<(), Failure> {
        let header = self.zip.header(&zip::Entry {
            path: &entry.path,
            size: entry.size,
            crc32: entry.crc32()?,
        });
        self.push(&header).await?;
        let mut body = records.stream(key).await?;
        let (mut sha256, mut size) = (Context::new(&SHA256), 0);
        while let Some(chunk) = body.next().await {
            let chunk = chunk.map_err(store::broken_off)?;
            sha256.update(&chunk);
            size += chunk.len() as u64;
            self.push(&chunk).await?;
        }
        let same = size == entry.size && crate::secret::hex(sha256.finish().as_ref()) == entry.sha256;
        if same {
            Ok(())
        } else {
            Err(Failure::Broken("a record is not the one that was released"))
        }
    }

    async fn push(&mut self, mut bytes: &[u8]) -> Result<(), Failure> {
        self.sha256.update(bytes);
        self.size += bytes.len() as u64;
        while self.buffer.len() + bytes.len() >= self.part {
            let (now, later) = bytes.split_at(self.part - self.buffer.len());
            self.buffer.extend_from_slice(now);
            bytes = later;
            let part = std::mem::take(&mut self.buffer);
            self.objects.part(&mut self.upload, part).await?;
        }
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }

    async fn complete(mut self) -> Result<(u64, Hash), Failure> {
        let end = std::mem::replace(&mut self.zip, zip::Writer::new(NaiveDate::MIN)).finish();
        self.push(&end).await?;
        let last = std::mem::take(&mut self.buffer);
        self.objects.part(&mut self.upload, last).await?;
        self.objects.complete(self.upload).await?;
        let mut hash = [0; 32];
        hash.copy_from_slice(self.sha256.finish().as_ref());
        Ok((self.size, Hash::from_bytes(hash)))
    }
}
