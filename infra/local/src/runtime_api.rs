//! A Lambda Runtime API for one function: starts it, feeds it events, and reads from the system what that
//! cost. The kernel's own account of CPU time is read, so that a busy machine changes little.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::failure::{During, Failure, Result};

/// What a function cost.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// CPU until the function asks for its first event.
    pub start_us: u64,
    /// CPU of the first event.
    pub first_us: u64,
    /// CPU of one of the later events, on average.
    pub warm_us: u64,
    /// Most memory held, after all events.
    pub peak_kib: u64,
}

impl Cost {
    /// The lowest of each, which was disturbed least.
    pub fn best(self, other: Self) -> Self {
        Self {
            warm_us: self.warm_us.min(other.warm_us),
            peak_kib: self.peak_kib.min(other.peak_kib),
            ..self.best_start(other)
        }
    }

    /// The same, where the other run had one event alone.
    pub fn best_start(self, other: Self) -> Self {
        Self {
            start_us: self.start_us.min(other.start_us),
            first_us: self.first_us.min(other.first_us),
            ..self
        }
    }
}

/// A function as it is started: a bootstrap, or a runtime with its handler.
pub struct Program {
    pub file: PathBuf,
    pub words: Vec<PathBuf>,
}

impl Program {
    pub fn of(bootstrap: PathBuf) -> Self {
        Self {
            file: bootstrap,
            words: Vec::new(),
        }
    }
}

/// What came of a run.
pub struct Measured {
    pub cost: Cost,
    /// What each event was answered with.
    pub answers: Vec<String>,
}

/// Runs a function through as many events as `event` is asked for.
pub fn measure(
    program: &Program,
    variables: &BTreeMap<&'static str, String>,
    events: usize,
    event: impl Fn(usize) -> String,
) -> Result<Measured> {
    let listener = TcpListener::bind("127.0.0.1:0").during("listening")?;
    let address = listener.local_addr().during("listening")?.to_string();
    // So that a function that ends before it calls is noticed.
    listener.set_nonblocking(true).during("listening")?;
    let child = Command::new(&program.file)
        .args(&program.words)
        .env_clear()
        .envs(variables)
        .env("AWS_LAMBDA_RUNTIME_API", &address)
        .env("AWS_LAMBDA_FUNCTION_NAME", "measured")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
        .env("AWS_LAMBDA_LOG_STREAM_NAME", "-")
        .env("AWS_LAMBDA_LOG_GROUP_NAME", "-")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .during(format_args!("starting {}", program.file.display()))?;
    let mut running = Running(child);
    let result = feed(&listener, &mut running, events, &event);
    running.stop();
    result
}

struct Running(Child);

impl Running {
    fn stop(&mut self) {
        // It may have ended by itself, which the result of feeding it tells.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    /// The next connection of the function.
    fn connection(&mut self, listener: &TcpListener) -> Result<TcpStream> {
        loop {
            match listener.accept() {
                Ok((stream, _)) => {
                    stream.set_nonblocking(false).during("reading from the function")?;
                    return Ok(stream);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error).during("waiting for the function"),
            }
            if let Some(status) = self.0.try_wait().during("looking after the function")? {
                return Err(Failure::new(format!("the function ended with {status}")));
            }
            sleep(Duration::from_millis(1));
        }
    }
}

fn feed(
    listener: &TcpListener,
    running: &mut Running,
    events: usize,
    event: &impl Fn(usize) -> String,
) -> Result<Measured> {
    let pid = running.0.id();
    let mut answers = Vec::with_capacity(events);
    let mut asked = 0;
    let (mut start_us, mut first_us) = (0, 0);
    loop {
        let mut stream = running.connection(listener)?;
        let mut reader = BufReader::new(stream.try_clone().during("reading from the function")?);
        while let Some((call, body)) = read(&mut reader)? {
            if !call.ends_with("/invocation/next") {
                if call.contains("/error") {
                    return Err(Failure::new(format!("the function failed: {call}: {body}")));
                }
                answers.push(body);
                write(&mut stream, "202 Accepted", "", "")?;
                continue;
            }
            match asked {
                0 => start_us = cpu_us(pid)?,
                1 => first_us = cpu_us(pid)? - start_us,
                _ => {}
            }
            if asked == events {
                let later = u64::try_from(events - 1).unwrap_or(1).max(1);
                let cost = Cost {
                    start_us,
                    first_us,
                    warm_us: (cpu_us(pid)? - start_us - first_us) / later,
                    peak_kib: peak_kib(pid)?,
                };
                // While it waits for its answer, so that it has nothing to complain of.
                running.stop();
                return Ok(Measured { cost, answers });
            }
            let headers = format!(
                "Lambda-Runtime-Aws-Request-Id: {asked:032}\r\nLambda-Runtime-Deadline-Ms: 9999999999999\r\n\
                 Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:measured\r\n"
            );
            write(&mut stream, "200 OK", &headers, &event(asked))?;
            asked += 1;
        }
    }
}

/// The path and the body of the next call, or none where the connection ended.
fn read(reader: &mut BufReader<TcpStream>) -> Result<Option<(String, String)>> {
    let mut line = String::new();
    if reader.read_line(&mut line).during("reading from the function")? == 0 {
        return Ok(None);
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut length, mut is_chunked) = (0, false);
    loop {
        line.clear();
        reader.read_line(&mut line).during("reading from the function")?;
        let header = line.trim_end();
        if header.is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':') {
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().during("reading a length")?;
            }
            is_chunked |= name.eq_ignore_ascii_case("transfer-encoding");
        }
    }
    let mut body = Vec::new();
    if is_chunked {
        while chunk(reader, &mut body)? {}
    } else {
        body.resize(length, 0);
        reader.read_exact(&mut body).during("reading from the function")?;
    }
    let body = String::from_utf8(body).during("reading an answer")?;
    Ok(Some((path, body)))
}

/// Reads one chunk of a body, and says whether another follows.
fn chunk(reader: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> Result<bool> {
    let mut line = String::new();
    reader.read_line(&mut line).during("reading from the function")?;
    let length = usize::from_str_radix(line.trim_end(), 16).during("reading a length")?;
    let begin = body.len();
    body.resize(begin + length, 0);
    reader
        .read_exact(&mut body[begin..])
        .during("reading from the function")?;
    line.clear();
    reader.read_line(&mut line).during("reading from the function")?;
    Ok(length > 0)
}

fn write(stream: &mut TcpStream, status: &str, headers: &str, body: &str) -> Result<()> {
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(answer.as_bytes()).during("answering the function")
}

/// CPU of all threads so far.
fn cpu_us(pid: u32) -> Result<u64> {
    let tasks = format!("/proc/{pid}/task");
    let mut nanoseconds: u64 = 0;
    for task in fs::read_dir(&tasks).during(format_args!("reading {tasks}"))? {
        let path = task.during(format_args!("reading {tasks}"))?.path().join("schedstat");
        let text = fs::read_to_string(&path).during(format_args!("reading {}", path.display()))?;
        let first = text.split(' ').next().unwrap_or_default();
        nanoseconds += first
            .parse::<u64>()
            .during(format_args!("reading {}", path.display()))?;
    }
    Ok(nanoseconds / 1_000)
}

fn peak_kib(pid: u32) -> Result<u64> {
    let path = format!("/proc/{pid}/status");
    let text = fs::read_to_string(&path).during(format_args!("reading {path}"))?;
    text.lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok())
        .ok_or_else(|| Failure::new(format!("{path} has no VmHWM")))
}
