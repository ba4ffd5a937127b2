//! `ship`: what goes to AWS.

use crate::failure::Result;
use crate::place::Place;
use crate::progress::Progress;
use crate::{build, install, page};

/// Builds what goes to AWS: the functions' zips and the page.
pub fn ship(place: &Place) -> Result<()> {
    let mut progress = Progress::default();
    let tools = install::install(place, &mut progress)?;
    progress.step("page", || page::build(place, &tools))?;
    let release = progress.step("functions as they ship", || build::ship(place, &tools))?;
    println!(
        "release: {release}\nfunctions: {}\npage: {}",
        place.shipped_zips().display(),
        place.page().display()
    );
    Ok(())
}
