//! Makes the PDF of each letter that one is ordered of.

use domain::letter::{Letter, Print};
use workflow::failure::Failure;
use workflow::printing;
use workflow::stream::{self, Work};
use workflow::world::World;

fn main() -> Result<(), lambda_runtime::Error> {
    fn handle<'a>(world: &'a World, order: &'a str) -> Work<'a> {
        Box::pin(printing::render(world, order, printed))
    }
    stream::serve_objects(handle)
}

fn printed(letter: Letter<'_>, print: Print) -> Result<Vec<u8>, Failure> {
    letters::pdf(letter, print).map_err(|unprintable| {
        tracing::error!(cause = %unprintable, "a letter can't be printed");
        Failure::Broken("a letter can't be printed")
    })
}
