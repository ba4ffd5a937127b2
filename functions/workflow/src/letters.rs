//! A letter as PDF, to whoever may read it.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::page;
use crate::printing;
use crate::session;
use crate::status;
use crate::store::s3::Shown;
use crate::world::World;
use domain::id::RequestId;
use domain::letter::Print;
use domain::wire::{LetterPdf, LetterView};
use domain::word::Format;
use std::time::Duration;

/// The link works for so long.
const LINK_WORKS: Duration = Duration::from_secs(5 * 60);

/// `GET /api/requests/{request}/letters/{seq}`.
pub async fn view(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (member, request) = session::member_of_request(world, call).await?;
    session::note_access(world, call, &member, Some(&request)).await?;
    let events = world.table.history(&request).await?;
    let letters = page::letters(&events, true);
    link(world, call, &request.id, wanted(call, 1, &letters)?).await
}

/// `GET /api/status/letters/{seq}`: one that the status page shows, and no other.
pub async fn view_own(world: &World, call: &Call) -> Result<Reply, Failure> {
    let request = session::requester(world, call).await?;
    let events = status::events(world, &request).await?;
    let letters = status::letters(world, &request, &events).await?;
    link(world, call, &request.id, wanted(call, 0, &letters)?).await
}

/// The number in the call's path, if it is that of one of these letters.
fn wanted(call: &Call, index: usize, letters: &[LetterView]) -> Result<u64, Failure> {
    let seq = call.ids.get(index).and_then(|text| text.parse().ok());
    letters
        .iter()
        .map(|letter| letter.seq)
        .find(|known| Some(*known) == seq)
        .ok_or(Failure::NotFound)
}

/// A link to the PDF. Where it was never made, which is so where no message went, it is ordered now.
async fn link(world: &World, call: &Call, request: &RequestId, seq: u64) -> Result<Reply, Failure> {
    if !printing::is_there(world, request, seq).await? {
        printing::order(world, request, seq).await?;
        return Reply::json(200, &LetterPdf { url: None });
    }
    let print = match call.query("print") {
        Some("large") => Print::Large,
        _ => Print::Ordinary,
    };
    // Whose letter it is belongs in no URL.
    let shown = Shown {
        file_name: "letter.pdf",
        media_type: Format::Pdf.media_type(),
    };
    let key = printing::object_key(request, seq, print);
    let url = world.letters().sign_view(&key, &shown, LINK_WORKS).await?;
    Reply::json(200, &LetterPdf { url: Some(url) })
}
