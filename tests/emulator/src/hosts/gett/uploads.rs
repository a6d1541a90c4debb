//! The bytes on their way in: PUT and POST at the blob listener.

use std::sync::Arc;

use futures_util::{StreamExt as _, stream};

use super::arrival::{Arrival, Full};
use super::shapes::{Failure, failure};
use super::site::Site;
use super::state::Ticket;
use crate::body::{disk, malformed};
use crate::call::{Call, HOP, Head};
use crate::fault::Inbound;
use crate::log::Part;
use crate::params::Broken;
use crate::reply::Reply;

const YES: &str = "computer says yes";

impl Site {
    /// What the URL is good for. It must come back byte for byte.
    fn ticket(&self, head: &Head) -> Result<Ticket, Failure> {
        let refused = || failure(403, "invalid signature");
        let target = head.parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        // The mark that the `redirect` fault leaves is the emulator's own.
        let mark = format!("&{HOP}=");
        let target = target.split(&mark).next().unwrap_or_default();
        let sig = target.rsplit_once("?sig=").map(|(_, sig)| sig).unwrap_or_default();
        let ticket = self.state.lock().unwrap().tickets.get(sig).cloned().ok_or_else(refused)?;
        if ticket.target != target {
            return Err(refused());
        }
        if ticket.first && self.ctx.switches.on("sig_expired") {
            return Err(failure(403, "signature expired"));
        }
        Ok(ticket)
    }

    /// Refusals that need no look at the body.
    fn admit(self: &Arc<Self>, call: &Call, length: Option<u64>) -> Result<Arrival, Failure> {
        let switches = &self.ctx.switches;
        let needed = switches.value("need_length").is_none_or(|value| value == true);
        if length.is_none() && needed {
            return Err(Box::new(Reply::empty(411)));
        }
        let ticket = self.ticket(&call.head)?;
        if let Some(text) = switches.text("upload_error") {
            return Err(failure(400, &text));
        }
        let size = length.filter(|_| call.operation == "upload_put");
        let arrival = Arrival::new(self, ticket, size, call.inflow.writer())?;
        if arrival.too_large() { Err(full(&arrival)) } else { Ok(arrival) }
    }

    pub(super) async fn upload(self: &Arc<Self>, mut call: Call) -> Result<Reply, Broken> {
        let length = call.head.header("content-length").and_then(|text| text.parse().ok());
        if self.ctx.switches.on("upload_cut") {
            let cut_at = Some(length.unwrap_or(0) / 2);
            call.inflow.disturb(Inbound { cut_at, stall_at: None });
        }
        let mut arrival = match self.admit(&call, length) {
            Ok(arrival) => arrival,
            Err(reply) => {
                // Read first, so that every client gets to see the answer.
                call.discard().await?;
                return Ok(*reply);
            }
        };
        let taken = match call.operation {
            "upload_put" => put(&mut call, &mut arrival).await?,
            _ => post(&mut call, &mut arrival).await?,
        };
        let Ok(part) = taken else {
            call.discard().await?;
            return Ok(*full(&arrival));
        };
        let blob = match arrival.finish().map_err(|error| disk(&error))? {
            Ok(blob) => blob,
            Err(reply) => return Ok(*reply),
        };
        if let Some(mut part) = part {
            (part.length, part.md5) = (blob.size(), blob.md5().into());
            call.inflow.entry().lock().unwrap().parts.insert(0, part);
        }
        let text = self.ctx.switches.text("upload_body").unwrap_or_else(|| YES.into());
        Ok(Reply::text(200, &text))
    }
}

fn full(arrival: &Arrival) -> Failure {
    arrival.tell("storagelimit", "", serde_json::Value::Null);
    failure(413, "storage limit exceeded")
}

/// What was taken: for a POST the part, its length and hash still missing.
type Taken = Result<Option<Part>, Full>;

async fn put(call: &mut Call, arrival: &mut Arrival) -> Result<Taken, Broken> {
    while let Some(piece) = call.inflow.next().await? {
        if let Err(full) = arrival.push(&piece).map_err(|error| disk(&error))? {
            return Ok(Err(full));
        }
    }
    Ok(Ok(None))
}

/// Takes the first part, whatever its name, and only logs the others.
async fn post(call: &mut Call, arrival: &mut Arrival) -> Result<Taken, Broken> {
    let boundary = multer::parse_boundary(call.head.content_type()).map_err(malformed)?;
    let entry = call.inflow.entry();
    let mut file = None;
    {
        let inflow = &mut call.inflow;
        let writer = || crate::blob::BlobWriter::new(crate::blob::Keep::Head);
        let pieces = stream::unfold(&mut *inflow, async |inflow| {
            inflow.next().await.transpose().map(|piece| (piece, inflow))
        });
        let mut multipart = multer::Multipart::new(pieces.boxed(), boundary);
        while let Some(mut field) = multipart.next_field().await.map_err(malformed)? {
            let mut part = Part {
                name: field.name().unwrap_or_default().into(),
                filename: field.file_name().map(String::from),
                content_type: field.content_type().map(ToString::to_string),
                length: 0,
                md5: String::new(),
            };
            let mut other = file.is_some().then(writer);
            while let Some(piece) = field.chunk().await.map_err(malformed)? {
                match &mut other {
                    Some(other) => other.push(&piece).map_err(|error| disk(&error))?,
                    None => {
                        if let Err(full) = arrival.push(&piece).map_err(|error| disk(&error))? {
                            return Ok(Err(full));
                        }
                    }
                }
            }
            match other {
                Some(other) => {
                    let blob = other.finish().map_err(|error| disk(&error))?;
                    (part.length, part.md5) = (blob.size(), blob.md5().into());
                    entry.lock().unwrap().parts.push(part);
                }
                None => file = Some(part),
            }
        }
    }
    call.discard().await?;
    match file {
        Some(part) => Ok(Ok(Some(part))),
        None => Err(Broken::Malformed("no file in the form".into())),
    }
}
