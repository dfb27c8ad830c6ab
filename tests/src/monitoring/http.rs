//! GET from a program on this machine.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use anyhow::{Context, Result, bail};

/// The body of the answer, whatever its status; HTTP/1.0, so that it comes in one piece.
pub fn get(port: u16, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).with_context(|| format!("GET {path}"))?;
    match answer.split_once("\r\n\r\n") {
        Some((_, body)) => Ok(body.to_owned()),
        None => bail!("GET {path}: {answer}"),
    }
}

/// The text as a value in a URL.
#[must_use]
pub fn escape(text: &str) -> String {
    let byte = |it: u8| match it {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'-' => char::from(it).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn what_urls_do_not_have_is_escaped() {
        assert_eq!(escape("rate(a_1[5m]) > 0.5é"), "rate%28a_1%5B5m%5D%29%20%3E%200.5%C3%A9");
    }
}
