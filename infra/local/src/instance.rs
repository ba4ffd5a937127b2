//! One local deployment: its folder, its ports, its secret, what runs for it.

use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::failure::{During, Failure, Result};
use crate::install::{read, write};
use crate::process::Process;

/// The folder of one deployment's data, logs and notes.
pub struct Instance {
    folder: PathBuf,
}

/// What is running, or ran last.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Running {
    pub gateway_port: u16,
    pub page_port: u16,
    pub aws: Process,
    pub page: Option<Process>,
    /// Of the last deployment.
    pub outputs: Option<Outputs>,
}

/// The outputs of infra/template.yaml.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Outputs {
    pub api_id: String,
    pub table_name: String,
    pub records_bucket: String,
    pub packages_bucket: String,
    pub letters_bucket: String,
    pub pool_id: String,
    pub pool_client_id: String,
    pub dead_letters_url: String,
    /// Not in what earlier versions left behind.
    #[serde(default)]
    pub mail_topic_arn: String,
}

impl Instance {
    pub fn open(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder).during(format_args!("making {}", folder.display()))?;
        Ok(Self { folder })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn remove(self) -> Result<()> {
        fs::remove_dir_all(&self.folder).during(format_args!("removing {}", self.folder.display()))
    }

    pub fn running(&self) -> Result<Option<Running>> {
        let path = self.file("running.json");
        if !path.exists() {
            return Ok(None);
        }
        serde_json::from_str(&read(&path)?).map(Some).during(format_args!(
            "{} can't be read (`cargo desk up --fresh` begins anew)",
            path.display()
        ))
    }

    pub fn note(&self, running: &Running) -> Result<()> {
        let text = serde_json::to_string_pretty(running).during("writing down what runs")?;
        let path = self.file("running.json");
        let draft = self.file("running.json.draft");
        write(&draft, &text)?;
        fs::rename(&draft, &path).during(format_args!("writing {}", path.display()))
    }

    /// The key of this deployment's HMACs: made once, kept with its data.
    pub fn hmac_key(&self) -> Result<String> {
        let path = self.file("hmac.key");
        if path.exists() {
            return read(&path);
        }
        let mut random = [0; 32];
        OpenOptions::new()
            .read(true)
            .open("/dev/urandom")
            .and_then(|mut source| source.read_exact(&mut random))
            .during("reading /dev/urandom")?;
        let key = URL_SAFE_NO_PAD.encode(random);
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .and_then(|mut file| file.write_all(key.as_bytes()))
            .during(format_args!("writing {}", path.display()))?;
        Ok(key)
    }
}

impl Running {
    pub fn gateway(&self) -> String {
        origin(self.gateway_port)
    }

    pub fn page_origin(&self) -> String {
        origin(self.page_port)
    }

    pub fn outputs(&self) -> Result<&Outputs> {
        self.outputs
            .as_ref()
            .ok_or_else(|| Failure::new("nothing is deployed: cargo desk up"))
    }
}

pub fn origin(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// The wanted port, or a free one if another program has it.
pub fn port(wanted: u16) -> Result<u16> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    bind(wanted)
        .or_else(|_| bind(0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .during("finding a free port")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_another_program_has_is_not_taken() {
        let theirs = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let taken = theirs.local_addr().expect("it is bound").port();

        let ours = port(taken).expect("another port is free");

        assert_ne!(ours, taken);
    }
}
