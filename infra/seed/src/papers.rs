//! What the demonstration practice has in writing: a few short papers, made up for it.

use super::{Result, id_of};
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::id::PracticeId;
use domain::papers::{Person, PolicyVersion, Subject, Topic};
use domain::person::Telephone;
use workflow::store::StoreError;
use workflow::store::dynamo::Write;
use workflow::store::papers::StoredPolicy;
use workflow::world::World;

struct Paper {
    id: &'static str,
    subject: Subject,
    title: &'static str,
    text: &'static str,
    telephone: Option<&'static str>,
    /// Days before the seed; after it, where it is negative.
    days_ago: i64,
}

const fn paper(id: &'static str, subject: Subject, days_ago: i64, title: &'static str, text: &'static str) -> Paper {
    Paper {
        id,
        subject,
        title,
        text,
        telephone: None,
        days_ago,
    }
}

const PAPERS: [Paper; 12] = [
    paper(
        "seeded-access-1",
        Subject::AccessRequests,
        900,
        "",
        "Whoever takes a request writes down the day and gives it to the front desk.\nThe front desk answers within 30 days.",
    ),
    paper(
        "seeded-access-2",
        Subject::AccessRequests,
        200,
        "",
        "Take a request in any way it comes: the page, telephone, fax, mail or in person. Enter it the same day, with the day on which it came.\nNobody needs to say why they ask. Nobody needs to come in.\nWork on the oldest first. Answer by the day to act by that Access Desk shows.\nIf something holds you up, tell the privacy officer a week before that day.",
    ),
    paper(
        "seeded-denials",
        Subject::Denials,
        200,
        "",
        "Nobody withholds anything alone. Propose it with its ground; a licensed professional and the privacy officer decide.\nRelease the rest.\nThe letter says why, how to ask for a second look, and how to complain.\nWho looks again took no part in the denial.",
    ),
    paper(
        "seeded-fees-1",
        Subject::Fees,
        200,
        "",
        "Electronic copies are free. For paper we charge the pages and the postage, and tell the price first.",
    ),
    paper(
        "seeded-fees-2",
        Subject::Fees,
        -21,
        "",
        "Electronic copies are free. For paper we charge 25 cents a page and the postage, and tell the price first.\nAn unpaid bill holds nothing up.",
    ),
    paper(
        "seeded-verification",
        Subject::Verification,
        200,
        "",
        "Make sure who asks, and ask for no more than that takes: a date of birth and a visit, a call back to a number on file, or an ID that you look at and do not copy.\nWho asks for someone else shows what lets them.",
    ),
    paper(
        "seeded-wrong-releases",
        Subject::WrongReleases,
        200,
        "",
        "If a record may have gone to someone wrong, tell the privacy officer at once, whoever did it.\nSwitch the link off. Call whoever got it and ask for it back.\nThe privacy officer writes it down on the request the same day.",
    ),
    paper(
        "seeded-retention",
        Subject::Retention,
        200,
        "",
        "We keep policies, what was read and trained, letters and decisions for six years from the day they were last in effect. Nobody deletes them before.",
    ),
    paper(
        "seeded-photos",
        Subject::Other,
        200,
        "Photos of patients",
        "A photo is taken with the practice’s own camera, belongs to the chart, and goes out with it.",
    ),
    paper(
        "seeded-chart",
        Subject::RecordSets,
        200,
        "Electronic chart",
        "Visit notes, results, orders, letters and photos since 2012. All of it is used to make decisions about patients.",
    ),
    paper(
        "seeded-archive",
        Subject::RecordSets,
        200,
        "Archive in Oakland",
        "Paper charts until 2012, and films.",
    ),
    Paper {
        telephone: Some("512-555-0140"),
        ..paper(
            "seeded-front-desk",
            Subject::Handlers,
            200,
            "Front desk",
            "Receives requests, enters them, and makes sure who asks.",
        )
    },
];

/// What is there stays as it is.
pub async fn put(world: &World, practice: &PracticeId, now: DateTime<Utc>) -> Result<()> {
    let today = now.date_naive();
    for paper in &PAPERS {
        let version = version(paper, now, today)?;
        let row = Write::new(&StoredPolicy::new(practice, &version))?;
        match world.table.transact(vec![row], false).await {
            Ok(()) | Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn version(paper: &Paper, now: DateTime<Utc>, today: NaiveDate) -> Result<PolicyVersion> {
    let days = Days::new(paper.days_ago.unsigned_abs());
    let is_coming = paper.days_ago < 0;
    Ok(PolicyVersion {
        id: id_of(paper.id)?,
        topic: Topic {
            subject: paper.subject,
            title: paper.title.to_owned(),
        },
        text: paper.text.to_owned(),
        telephone: paper.telephone.map(|number| Telephone::stored(number.to_owned())),
        from: if is_coming { today + days } else { today - days },
        until: None,
        paper: if is_coming { "" } else { "The policy binder in Austin" }.to_owned(),
        entered_at: now,
        entered_on: today,
        by: Person {
            id: id_of("seed")?,
            name: "Robin Vale".to_owned(),
        },
    })
}
