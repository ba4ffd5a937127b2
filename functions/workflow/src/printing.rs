//! Letters as PDF. What a letter says is in its event; its PDF is made from that afterwards, by a function of its own,
//! since no other shall carry a typesetter. An empty object asks for one. Its name says which, and nothing else is taken
//! from it; the same event gives the same bytes under the same names, so that all of it can be done again.

use crate::failure::Failure;
use crate::store::StoreError;
use crate::world::World;
use domain::id::{Id, RequestId};
use domain::letter::{Letter, Print};
use domain::word::Format;

/// Where an order to print lies, among the packages, which are cleared away; letters are kept for years.
const ORDERS: &str = "render/";

/// Makes the PDF of a letter.
pub type Printer = fn(Letter<'_>, Print) -> Result<Vec<u8>, Failure>;

/// Has the PDF of an event's letter made.
pub async fn order(world: &World, request: &RequestId, seq: u64) -> Result<(), StoreError> {
    let key = format!("{ORDERS}{request}/{seq:08}");
    world.packages().put(&key, "application/octet-stream", Vec::new()).await
}

/// Whether the PDF lies there, in both prints.
pub async fn is_there(world: &World, request: &RequestId, seq: u64) -> Result<bool, StoreError> {
    let key = object_key(request, seq, Print::Ordinary);
    Ok(world.letters().head(&key).await?.is_some())
}

pub fn object_key(request: &RequestId, seq: u64, print: Print) -> String {
    match print {
        Print::Ordinary => format!("pdf/{request}/{seq:08}.pdf"),
        Print::Large => format!("pdf/{request}/{seq:08}-large.pdf"),
    }
}

/// Carries an order out. The ordinary print is put last: where it lies, both lie.
pub async fn render(world: &World, order: &str, printer: Printer) -> Result<(), Failure> {
    let Some((request, seq)) = ordered(order) else {
        return Ok(());
    };
    if is_there(world, &request, seq).await? {
        return Ok(());
    }
    let event = world.table.event(&request, seq).await?;
    let Some(letter) = event.as_ref().and_then(|event| event.happened.letter()) else {
        tracing::warn!(request.id = request.as_str(), seq, "an order to print names no letter");
        return Ok(());
    };
    for print in [Print::Large, Print::Ordinary] {
        let bytes = printer(letter, print)?;
        let key = object_key(&request, seq, print);
        world.letters().put(&key, Format::Pdf.media_type(), bytes).await?;
    }
    tracing::info!(request.id = request.as_str(), seq, "a letter is printed");
    Ok(())
}

fn ordered(key: &str) -> Option<(RequestId, u64)> {
    let (request, seq) = key.strip_prefix(ORDERS)?.split_once('/')?;
    Some((Id::parse(request)?, seq.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_order_is_carried_out() {
        for (key, expected) in [
            ("render/r1/00000007", Some(("r1", 7))),
            ("render/r1/x", None),
            ("render/r1", None),
            ("render/R!/00000007", None),
            ("package/r1/00000007", None),
        ] {
            let ordered = ordered(key);
            let ordered = ordered.as_ref().map(|(request, seq)| (request.as_str(), *seq));

            assert_eq!(ordered, expected, "{key}");
        }
    }
}
