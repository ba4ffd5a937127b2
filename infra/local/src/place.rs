//! Where things are: the source tree, what was built from it, and the cache outside it.

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::{During, Failure, Result};
use crate::openapi;

pub struct Place {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's target directory.
    pub target: PathBuf,
    /// What is installed, and the data of `cargo desk up`.
    pub cache: PathBuf,
}

impl Place {
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .canonicalize()
            .during("finding the repository that cargo desk was built from")?;
        let target = directory("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |path| root.join(path));
        let cache = directory("ACCESS_DESK_CACHE")
            .or_else(|| Some(directory("XDG_CACHE_HOME")?.join("access-desk")))
            .or_else(|| Some(directory("HOME")?.join(".cache/access-desk")))
            .ok_or_else(|| Failure::new("no place for a cache: set ACCESS_DESK_CACHE or HOME"))?;
        Ok(Self { root, target, cache })
    }

    pub fn local(&self) -> PathBuf {
        self.root.join("infra/local")
    }

    pub fn template(&self) -> PathBuf {
        self.root.join("infra/template.yaml")
    }

    /// The document of the API.
    pub fn openapi(&self) -> PathBuf {
        self.root.join("infra").join(openapi::FILE)
    }

    /// The functions' code, one zip each.
    pub fn zips(&self) -> PathBuf {
        self.target.join("zips")
    }

    /// What `cargo lambda build` makes, a folder for each binary.
    pub fn bootstraps(&self) -> PathBuf {
        self.target.join("lambda")
    }

    /// The functions as they go to AWS, a folder for each binary.
    pub fn shipped(&self) -> PathBuf {
        self.target.join("shipped")
    }

    /// The same, one zip each.
    pub fn shipped_zips(&self) -> PathBuf {
        self.target.join("shipped-zips")
    }

    /// The page as it is served.
    pub fn page(&self) -> PathBuf {
        self.target.join("page")
    }
}

fn directory(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
