//! The forms of a review.

use super::{keep, member, optional_date, words, yes_or_no};
use crate::field::{Code, FieldError};
use crate::id::{MemberId, RecordId};
use crate::review::Finding;
use crate::wire::review as wire;
use crate::word::{Channel, of};
use chrono::NaiveDate;

/// How and on which day it was asked.
pub fn enter(form: &wire::EnterReview, today: NaiveDate) -> Result<(Channel, NaiveDate), Vec<FieldError>> {
    let mut errors = Vec::new();
    let channel = keep(
        of(&form.channel, &Channel::WIRE).ok_or_else(|| FieldError::new("channel", Code::ChannelMissing)),
        &mut errors,
    );
    let asked_on = keep(
        optional_date("asked_on", &form.asked_on, Code::ReceivedNotReal)
            .and_then(|day| day.ok_or_else(|| FieldError::new("asked_on", Code::AskedOnMissing))),
        &mut errors,
    );
    if asked_on.is_some_and(|day| day > today) {
        errors.push(FieldError::new("asked_on", Code::ReceivedInFuture));
    }
    match (channel, asked_on) {
        (Some(channel), Some(asked_on)) if errors.is_empty() => Ok((channel, asked_on)),
        _ => Err(errors),
    }
}

pub fn assign(form: &wire::AssignReview) -> Result<MemberId, FieldError> {
    member("member", &form.member)?.ok_or_else(|| FieldError::new("member", Code::MemberUnknown))
}

/// All the reasons of a review lie in one row: so many characters they may have together.
const FINDINGS_LIMIT: usize = 50_000;

/// What was found about each record. The fields are named by their place: `findings.0.stands`.
pub fn decide(form: &wire::DecideReview) -> Result<Vec<Finding>, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut findings = Vec::new();
    for (index, finding) in form.findings.iter().enumerate() {
        let field = |name: &str| format!("findings.{index}.{name}");
        let record = keep(
            RecordId::parse(&finding.record).ok_or_else(|| FieldError::new(field("stands"), Code::FindingsIncomplete)),
            &mut errors,
        );
        let stands = keep(yes_or_no(&field("stands"), &finding.stands), &mut errors);
        let rationale = words(&field("rationale"), &finding.rationale, Code::RationaleMissing);
        let rationale = keep(rationale, &mut errors);
        if let (Some(record), Some(stands), Some(rationale)) = (record, stands, rationale) {
            findings.push(Finding {
                record,
                stands,
                rationale,
            });
        }
    }
    if form.findings.is_empty() {
        errors.push(FieldError::new("findings", Code::FindingsIncomplete));
    }
    let typed = findings.iter().map(|finding| finding.rationale.chars().count());
    if typed.sum::<usize>() > FINDINGS_LIMIT {
        errors.push(FieldError::new("findings", Code::FindingsTooLong));
    }
    if errors.is_empty() { Ok(findings) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::holding::WITHHELD;

    #[test]
    fn what_is_typed_of_all_records_of_a_review_fits_into_one_row() {
        let told = |records: usize, characters: usize| {
            let finding = |index: usize| wire::FindingForm {
                record: format!("r{index}"),
                stands: "no".to_owned(),
                rationale: "\u{1f642}".repeat(characters),
            };
            let form = wire::DecideReview {
                findings: (0..records).map(finding).collect(),
            };
            decide(&form).err().unwrap_or_default()
        };

        assert_eq!(told(12, 4_000), []);
        assert_eq!(told(13, 4_000), [FieldError::new("findings", Code::FindingsTooLong)]);
        assert_eq!(
            told(WITHHELD, 600),
            [],
            "each of as many as there can be has room for a reason"
        );
    }
}
