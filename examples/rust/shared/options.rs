//! The command line that the examples share.

use gigahost::Host;
use lexopt::prelude::*;

use crate::{Failure, Result};

/// What every example understands, and what is left for it.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The hosts that were named, in that order.
    pub hosts: Vec<Host>,
    /// Whether to run on the emulator.
    pub emulator: bool,
    /// Options of this program alone, with their values.
    pub own: Vec<(&'static str, String)>,
    /// Everything that is no option.
    pub operands: Vec<String>,
}

impl Options {
    /// Reads the command line. `own` names the options that this program takes beside the shared
    /// ones; each takes a value. `None` after `--help`, which prints `help`.
    pub fn read(help: &str, own: &[&'static str]) -> Result<Option<Self>> {
        Self::from_args(std::env::args_os().skip(1), help, own)
    }

    fn from_args<I>(args: I, help: &str, own: &[&'static str]) -> Result<Option<Self>>
    where
        I: IntoIterator<Item: Into<std::ffi::OsString>>,
    {
        let mut options = Self::default();
        let mut parser = lexopt::Parser::from_args(args);
        let usage = |error: lexopt::Error| Failure::Usage(error.to_string());
        while let Some(argument) = parser.next().map_err(usage)? {
            match argument {
                Short('h') | Long("help") => {
                    println!("{}", help.trim());
                    return Ok(None);
                }
                Long("emulator") => options.emulator = true,
                Long("host") => {
                    let name = parser.value().and_then(ValueExt::string).map_err(usage)?;
                    let host: Host = name
                        .parse()
                        .map_err(|e: gigahost::Error| Failure::Usage(e.message().to_owned()))?;
                    if !options.hosts.contains(&host) {
                        options.hosts.push(host);
                    }
                }
                Long(name) if own.contains(&name) => {
                    let name = own.iter().copied().find(|known| *known == name).unwrap_or_default();
                    let value = parser.value().and_then(ValueExt::string).map_err(usage)?;
                    options.own.push((name, value));
                }
                Value(operand) => options.operands.push(operand.string().map_err(usage)?),
                other => return Err(usage(other.unexpected())),
            }
        }
        Ok(Some(options))
    }

    /// The last value of an option of this program.
    pub fn own(&self, name: &str) -> Option<&str> {
        self.own.iter().rev().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }

    /// A number in an option of this program.
    pub fn number(&self, name: &str) -> Result<Option<u64>> {
        let Some(text) = self.own(name) else { return Ok(None) };
        match text.parse() {
            Ok(number) if number > 0 => Ok(Some(number)),
            _ => Err(Failure::Usage(format!("--{name} takes a number from 1, not {text:?}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Option<Options>> {
        Options::from_args(line.split_whitespace(), "help", &["size"])
    }

    #[test]
    fn hosts_options_and_operands_are_told_apart() {
        let options =
            read("--host gett --size=3 --emulator film.mkv --host gett").unwrap().unwrap();
        assert_eq!(options.hosts, [Host::Gett]);
        assert_eq!(options.number("size").unwrap(), Some(3));
        assert!(options.emulator);
        assert_eq!(options.operands, ["film.mkv"]);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in ["--hots gett", "--host gigabyte", "--host", "--password x"] {
            assert!(matches!(read(line), Err(Failure::Usage(_))), "{line}");
        }
        let options = read("--size many").unwrap().unwrap();
        assert!(matches!(options.number("size"), Err(Failure::Usage(_))));
        assert!(read("--help --hots").unwrap().is_none());
    }
}
