//! Prints 200 letters one by one and says what that cost. `cargo desk bench` measures them beside another typesetter,
//! which it gives the same letters as HTML.
//!
//! Writes each letter as HTML and as PDF into the folder that it is given.

use domain::letter::{self, Answer, Extent, Letter, Print, Reader, Release, Says, Withheld};
use domain::word::{Access, Ending, Extends, Ground, Language, Way};
use std::error::Error;
use std::fs;
use std::path::PathBuf;

const LETTERS: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("a folder")?);
    let releases: Vec<_> = (0..LETTERS).map(release).collect::<Result<_, _>>()?;
    let answers: Vec<_> = releases.iter().enumerate().map(answer).collect();
    let letters: Vec<_> = releases
        .iter()
        .zip(&answers)
        .enumerate()
        .map(|(number, (release, answer))| match number % 4 {
            0 | 1 => Letter::Release(release),
            _ => Letter::Answer(answer),
        })
        .collect();
    for (number, letter) in letters.iter().enumerate() {
        fs::write(folder.join(format!("{number:03}.html")), letter::html(*letter))?;
    }
    let before = cpu_us()?;
    letters::pdf(letters[0], Print::Ordinary)?;
    let first = cpu_us()?;
    let mut printed = Vec::new();
    for letter in &letters {
        printed.push(letters::pdf(*letter, Print::Ordinary)?);
    }
    let all = cpu_us()?;
    for (number, pdf) in printed.iter().enumerate() {
        fs::write(folder.join(format!("{number:03}.pdf")), pdf)?;
    }
    println!(
        "{{\"first_us\":{},\"all_us\":{},\"letters\":{LETTERS}}}",
        first - before,
        all - first
    );
    Ok(())
}

/// Of all threads of this process so far, as the scheduler counts it: to the nanosecond, where its clock has ticks of 10 ms.
fn cpu_us() -> Result<u64, Box<dyn Error>> {
    let mut nanoseconds = 0;
    for thread in fs::read_dir("/proc/self/task")? {
        let schedstat = fs::read_to_string(thread?.path().join("schedstat"))?;
        let ran = schedstat.split(' ').next().unwrap_or_default();
        nanoseconds += ran.parse::<u64>()?;
    }
    Ok(nanoseconds / 1_000)
}

/// Of people with names of their own, half of them with something withheld.
fn release(number: usize) -> Result<Release, Box<dyn Error>> {
    let withheld = (number % 4 == 1).then(|| Withheld {
        ground: Ground::R1,
        what: format!("Note {number} of a talk"),
        reason: "Reading it now could put someone in danger.".to_owned(),
        ends_on: None,
        duration: "Until June 1, 2027".to_owned(),
    });
    Ok(Release {
        reader: Reader::Requester,
        language: if number % 8 < 4 {
            Language::English
        } else {
            Language::Spanish
        },
        practice: "Lakeside Family Medicine".to_owned(),
        contact: "the privacy officer".to_owned(),
        telephone: "512-555-0140".to_owned(),
        recipient: format!("Person {number} Mhvtestveteran"),
        patient: None,
        receipt: format!("7K3M-92QF-{number:03}"),
        received_on: "2026-11-24".parse()?,
        released_on: "2026-12-01".parse()?,
        access: Access::Copy,
        way: Way::Download,
        extent: Extent::Whole,
        files: 3 + u32::try_from(number)?,
        size: 4_200_000 + number as u64,
        withheld: withheld.into_iter().collect(),
        left_out: false,
        not_held: Vec::new(),
        states: vec![],
        consent: None,
    })
}

fn answer((number, like): (usize, &Release)) -> Answer {
    Answer {
        language: like.language,
        practice: like.practice.clone(),
        contact: like.contact.clone(),
        telephone: like.telephone.clone(),
        recipient: like.recipient.clone(),
        receipt: like.receipt.clone(),
        received_on: like.received_on,
        written_on: like.released_on,
        says: if number % 4 == 2 {
            Says::Extension {
                of: Extends::Federal,
                reason: format!("Your films of visit {number} lie in another city."),
                until: like.released_on,
                working: vec!["Received Tuesday, November 24, 2026 + 30 days.".to_owned()],
            }
        } else {
            Says::Ending {
                ending: Ending::NotHeld,
                more: format!("Ask Bayside Imaging for film {number}."),
            }
        },
    }
}
