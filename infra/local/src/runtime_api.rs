//! A Lambda Runtime API for one bootstrap: starts it, feeds it events, and reads from the system what that
//! cost. The kernel's own account of CPU time is read, so that a busy machine changes little.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

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

/// Runs a bootstrap through as many events as `event` is asked for.
pub fn measure(
    bootstrap: &Path,
    variables: &BTreeMap<&'static str, String>,
    events: usize,
    event: impl Fn(usize) -> String,
) -> Result<Cost> {
    let listener = TcpListener::bind("127.0.0.1:0").during("listening")?;
    let address = listener.local_addr().during("listening")?.to_string();
    let child = Command::new(bootstrap)
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
        .stderr(Stdio::null())
        .spawn()
        .during(format_args!("starting {}", bootstrap.display()))?;
    let mut running = Running(child);
    let result = feed(&listener, running.0.id(), events, &event);
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
}

fn feed(listener: &TcpListener, pid: u32, events: usize, event: &impl Fn(usize) -> String) -> Result<Cost> {
    let mut asked = 0;
    let (mut start_us, mut first_us) = (0, 0);
    loop {
        let (stream, _) = listener.accept().during("waiting for the function")?;
        let mut reader = BufReader::new(stream.try_clone().during("reading from the function")?);
        let mut stream = stream;
        while let Some(call) = read(&mut reader)? {
            if !call.ends_with("/invocation/next") {
                if call.contains("/error") {
                    return Err(Failure::new(format!("the function failed: {call}")));
                }
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
                return Ok(Cost {
                    start_us,
                    first_us,
                    warm_us: (cpu_us(pid)? - start_us - first_us) / later,
                    peak_kib: peak_kib(pid)?,
                });
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

/// The path of the next call, or none where the connection ended.
fn read(reader: &mut BufReader<TcpStream>) -> Result<Option<String>> {
    let mut line = String::new();
    if reader.read_line(&mut line).during("reading from the function")? == 0 {
        return Ok(None);
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line).during("reading from the function")?;
        let header = line.trim_end();
        if header.is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().during("reading a length")?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).during("reading from the function")?;
    Ok(Some(path))
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
