//! Group B, framing: answers that are cut, malformed, endless or compressed.

mod common;

use common::*;
use gigahost::{Clock, DownloadOptions, Outcome, Status, Target, Verified};
use gigahost_faults::{
    Answer, Bounds, FaultServer, Reply, Router, Step, TlsIdentity, gzip, gzip_bomb, reply,
};

/// The bytes of an answer to the one mutation, and what they give.
fn mutation_answer(bytes: impl Into<Vec<u8>>) -> gigahost::Error {
    let end = vec![Step::ReadBody, Step::Send(bytes.into()), Step::Fin];
    let server = FaultServer::start(faulty(MUTATION, end));
    let session = session(&server);
    let error = mutate(&session).unwrap_err();
    assert_eq!(server.requests().len(), 1, "a mutation is sent once");
    assert_healthy(&session);
    error
}

/// The same for a read, which may be asked again.
fn read_answer(bytes: impl Into<Vec<u8>>) -> Result<(), gigahost::Error> {
    let end = vec![Step::ReadRequest, Step::Send(bytes.into()), Step::Fin];
    read(&session(&FaultServer::start(end)))
}

#[test]
fn r18_an_answer_that_is_cut_short_is_never_an_answer() {
    row(s(3), |sinks| {
        let short = reply(200).json(folder()).content_length(10_000).to_bytes();
        for end in [Step::Fin, Step::Rst] {
            let steps = vec![Step::ReadBody, Step::Send(short.clone()), end];
            let server =
                FaultServer::start(faulty(MUTATION, steps.clone()).on("POST", IDEMPOTENT, steps));
            let session = session(&server);
            let error = mutate(&session).unwrap_err();
            assert_eq!(note(sinks, &error), Status::OutcomeUnknown);
            assert_eq!(error.http_status(), Some(200));
            let error = idempotent(&session).unwrap_err();
            assert_eq!(note(sinks, &error), Status::Network);
            assert_eq!(error.attempts(), 2);
            assert_healthy(&session);
        }
    });
}

#[test]
fn r18_a_download_that_is_cut_short_leaves_no_file() {
    row(s(3), |sinks| {
        for end in [Step::Fin, Step::Rst] {
            let body = reply(200).body("partial").content_length(100).to_bytes();
            let node = FaultServer::start(vec![Step::ReadHead, Step::Send(body), end]);
            let server = FaultServer::start(download_api(&node.url("/f"), Some(100)));
            let folder = tempfile::tempdir().unwrap();
            let session = download_session(&server);
            let error = download(&session, folder.path()).unwrap_err();
            assert_eq!(note(sinks, &error), Status::Network);
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
            assert_healthy(&session);
        }
    });
}

/// A close-delimited body, and an end that proves nothing.
fn unproven(body: &str) -> Vec<Step> {
    let partial = Step::Reply(reply(200).body(body).until_close());
    vec![Step::ReadRequest, partial, Step::Pause(ms(50)), Step::Rst]
}

#[test]
fn r19_an_api_answer_that_ends_in_a_reset_counts_only_if_it_is_whole() {
    row(s(3), |sinks| {
        let json = folder();
        let server = FaultServer::start(unproven(&json));
        mutate(&session(&server)).unwrap();

        let server = FaultServer::start(unproven(&json[..json.len() - 5]));
        let error = mutate(&session(&server)).unwrap_err();
        assert_eq!(note(sinks, &error), Status::OutcomeUnknown);
        assert_eq!(error.outcome(), Outcome::Unknown);
    });
}

#[test]
fn r19_a_download_that_ends_in_a_reset_is_proven_by_its_size_or_not_at_all() {
    row(s(3), |sinks| {
        let fetch = |size: Option<u64>| {
            let node = FaultServer::start(unproven("partial"));
            let server = FaultServer::start(download_api(&node.url("/f"), size));
            let folder = tempfile::tempdir().unwrap();
            let outcome = download(&download_session(&server), folder.path());
            let files = std::fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(files, usize::from(outcome.is_ok()));
            outcome
        };
        assert_eq!(fetch(Some(7)).unwrap().verified, Verified::Size);
        // Stricter than the matrix: a broken stream of unknown length is no success at all. One that
        // ends properly is, and says that nothing proves it (r196).
        assert_eq!(note(sinks, &fetch(None).unwrap_err()), Status::Network);
        assert_eq!(note(sinks, &fetch(Some(100)).unwrap_err()), Status::Network);
    });
}

#[test]
fn r20_a_tls_stream_that_is_cut_without_goodbye_is_no_proof_of_an_end() {
    busy_row(s(3), |sinks| {
        let cut = |body: &str| {
            let partial = Step::Reply(reply(200).body(body).until_close());
            vec![Step::ReadRequest, partial, Step::Truncate]
        };
        let json = folder();
        let server = FaultServer::start_tls(&TlsIdentity::good(), cut(&json[..json.len() - 5]));
        let error = mutate(&session(&server)).unwrap_err();
        assert_eq!(note(sinks, &error), Status::OutcomeUnknown);

        for (size, expected) in [
            (Some(7), Ok(Verified::Size)),
            (None, Err(Status::Network)),
            (Some(100), Err(Status::Network)),
        ] {
            let node = FaultServer::start_tls(&TlsIdentity::good(), cut("partial"));
            let server = FaultServer::start(download_api(&node.url("/f"), size));
            let folder = tempfile::tempdir().unwrap();
            let outcome = download(&download_session(&server), folder.path());
            assert_eq!(outcome.map(|d| d.verified).map_err(|e| e.status()), expected);
        }
    });
}

fn chunked(body: &str) -> Vec<u8> {
    let json = folder();
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    format!("{head}{}", body.replace("JSON", &format!("{:x}\r\n{json}\r\n", json.len())))
        .into_bytes()
}

#[test]
fn r21_malformed_chunks_are_never_an_answer() {
    let size = folder().len();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("bad size", chunked("zz\r\nJSON0\r\n\r\n")),
        ("overflow", chunked("fffffffffffffffff\r\nJSON")),
        ("negative", chunked("-5\r\nJSON")),
        ("no CRLF", chunked(&format!("{size:x}\r\n{}0\r\n\r\n", folder()))),
        ("cut in a chunk", chunked("1000\r\n{")),
        ("no last chunk", chunked("JSON")),
        ("long extension", chunked("2;abcdefghijklmnopqrstuvwxyz\r\n{}\r\n0\r\n\r\n")),
    ];
    all_at_once(&cases, |(name, bytes)| {
        let error = mutation_answer(bytes.clone());
        assert_eq!(error.status(), Status::OutcomeUnknown, "{name}: {error}");
        let error = read_answer(bytes.clone()).unwrap_err();
        let status = error.status();
        assert!(matches!(status, Status::Protocol | Status::Network), "{name}: {error}");
    });
}

#[test]
fn r21_trailers_and_bytes_behind_the_last_chunk_do_no_harm() {
    let flood = "x-trailer: y\r\n".repeat(1000);
    for (name, bytes) in [
        ("trailer", chunked("JSON0\r\nx: y\r\n\r\n")),
        ("more data", chunked("JSON0\r\n\r\n5\r\nhello\r\n0\r\n\r\n")),
        ("NUL in a trailer", chunked("JSON0\r\nx: \0\r\n\r\n")),
        ("flood of trailers", chunked(&format!("JSON0\r\n{flood}\r\n"))),
    ] {
        let end = vec![Step::ReadBody, Step::Send(bytes), Step::Fin];
        let server = FaultServer::start(faulty(MUTATION, end));
        let session = session(&server);
        // Either the answer, which was whole, or an error that says that it is not known.
        if let Err(error) = mutate(&session) {
            assert_eq!(error.status(), Status::OutcomeUnknown, "{name}: {error}");
        }
        assert_healthy(&session);
    }
}

#[test]
fn r22_lengths_that_contradict_each_other_are_refused() {
    let json = folder();
    let head = |lines: &str| format!("HTTP/1.1 200 OK\r\n{lines}\r\n{json}").into_bytes();
    let n = json.len();
    let cases = [
        ("two lengths", head(&format!("Content-Length: {n}\r\nContent-Length: {}\r\n", n + 1))),
        ("negative", head("Content-Length: -5\r\n")),
        ("plus", head("Content-Length: +5\r\n")),
        ("2^64", head("Content-Length: 18446744073709551616\r\n")),
        ("list", head(&format!("Content-Length: {n}, {}\r\n", n + 1))),
    ];
    all_at_once(&cases, |(name, bytes)| {
        let error = mutation_answer(bytes.clone());
        assert_eq!(error.status(), Status::OutcomeUnknown, "{name}: {error}");
    });
}

#[test]
fn r22_chunks_win_over_a_length() {
    let json = folder();
    let bytes = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{json}\r\n0\r\n\r\n",
        json.len()
    );
    let server =
        FaultServer::start(faulty(MUTATION, vec![Step::ReadBody, Step::Send(bytes.into())]));
    let session = session(&server);
    mutate(&session).unwrap();
    assert_healthy(&session);
}

#[test]
fn r23_odd_transfer_encodings_are_never_taken_for_an_answer() {
    let json = folder();
    let packed = gzip(json.as_bytes());
    let cases = ["gzip, chunked", "chunked, identity", "xyz", "gzip"].map(|coding| {
        let mut bytes =
            format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: {coding}\r\n\r\n{:x}\r\n", packed.len())
                .into_bytes();
        bytes.extend_from_slice(&packed);
        bytes.extend_from_slice(b"\r\n0\r\n\r\n");
        (coding, bytes)
    });
    all_at_once(&cases, |(coding, bytes)| {
        let error = mutation_answer(bytes.clone());
        assert_eq!(error.outcome(), Outcome::Unknown, "{coding}: {error}");
    });
}

#[test]
fn r24_odd_status_lines_are_refused_at_once() {
    let json = folder();
    let line = |line: &str| reply(200).status_line(line).json(&json).to_bytes();
    let long = format!("HTTP/1.1 200 {}", "x".repeat(100_000));
    let cases = [
        ("HTTP/0.9", json.clone().into_bytes()),
        ("HTTP/2", line("HTTP/2 200 OK")),
        ("letters", line("HTTP/1.1 abc OK")),
        ("000", line("HTTP/1.1 000 OK")),
        ("1000", line("HTTP/1.1 1000 OK")),
        ("long reason", line(&long)),
        ("empty", line("")),
    ];
    all_at_once(&cases, |(name, bytes)| {
        let began = std::time::Instant::now();
        let error = mutation_answer(bytes.clone());
        assert_eq!(error.outcome(), Outcome::Unknown, "{name}: {error}");
        assert!(began.elapsed() < s(1), "{name}");
    });
    // No reason is proper; an unknown code is an error by its number.
    let bytes = line("HTTP/1.1 200");
    let server = FaultServer::start(faulty(MUTATION, vec![Step::ReadBody, Step::Send(bytes)]));
    mutate(&session(&server)).unwrap();
    let error = read_answer(line("HTTP/1.1 999 Odd")).unwrap_err();
    assert_eq!(error.status(), Status::Http, "{error}");
}

#[test]
fn r25_heads_are_bounded_and_malformed_ones_refused() {
    let json = folder();
    let with = |raw: Vec<u8>| reply(200).raw_header(raw).json(&json).to_bytes();
    let lines = "X-Line: y\r\n".repeat(1000).into_bytes();
    let long = format!("X-Long: {}\r\n", "y".repeat(200_000)).into_bytes();
    let cases = [
        ("1000 lines", with(lines)),
        ("200 KB", with(long)),
        ("NUL", with(b"X-Nul: a\0b\r\n".to_vec())),
        ("bare CR", with(b"X-Cr: a\rb\r\n".to_vec())),
        ("no colon", with(b"nonsense\r\n".to_vec())),
        ("empty name", with(b": x\r\n".to_vec())),
    ];
    all_at_once(&cases, |(name, bytes)| {
        let error = mutation_answer(bytes.clone());
        assert_eq!(error.outcome(), Outcome::Unknown, "{name}: {error}");
    });
    // Old-fashioned, but harmless: no panic, and an answer or a clean error.
    for raw in [b"X-A: b\r\n c\r\n".to_vec(), b"X-A: b\n".to_vec(), b"X-A: \xe9\r\n".to_vec()] {
        let end = vec![Step::ReadBody, Step::Send(with(raw)), Step::Fin];
        let server = FaultServer::start(faulty(MUTATION, end));
        let session = session(&server);
        if let Err(error) = mutate(&session) {
            assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
        }
        assert_healthy(&session);
    }
}

#[test]
fn r26_a_flood_of_interim_answers_ends_soon() {
    row(s(3), |sinks| {
        let flood =
            vec![Step::ReadBody, Step::RepeatForever(b"HTTP/1.1 102 Processing\r\n\r\n".to_vec())];
        let server = FaultServer::start(faulty(MUTATION, flood));
        let session = session(&server);
        let error = mutate(&session).unwrap_err();
        assert_eq!(note(sinks, &error), Status::OutcomeUnknown);
        assert_healthy(&session);
    });
}

#[test]
fn r26_interim_answers_before_the_real_one_are_skipped() {
    row(s(2), |_| {
        let interim =
            b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n";
        let steps = vec![
            Step::ReadBody,
            Step::Send(interim.to_vec()),
            Step::Reply(reply(200).json(folder())),
        ];
        let server = FaultServer::start(faulty(MUTATION, steps));
        mutate(&session(&server)).unwrap();
    });
}

/// A proxy may say "go on" to a request that never asked.
#[test]
fn r26_an_interim_answer_while_a_file_is_sent_is_not_taken_for_the_last_word() {
    busy_row(s(6), |_| {
        let interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n".to_vec();
        let plain = FaultServer::builder().receive_buffer(16 * 1024);
        let tls = FaultServer::builder().receive_buffer(16 * 1024).tls(&TlsIdentity::good());
        for node in [plain, tls] {
            let node = node.start(vec![
                Step::ReadHead,
                Step::ReadBodyBytes(1),
                Step::Send(interim.clone()),
                Step::DrainSlow { bytes: 256 * 1024, pause: ms(20) },
                Step::Reply(node_reply()),
            ]);
            let server = FaultServer::start(upload_api(&node.url("/u"), 2));
            upload(&session(&server), 8 << 20).unwrap();
            let request = &node.requests()[0];
            assert!(request.body_complete, "{}", request.body_length);
        }
    });
}

#[test]
fn r26_a_switch_of_protocols_is_refused() {
    let error = mutation_answer(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
            .to_vec(),
    );
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
}

#[test]
fn r27_an_empty_answer_is_a_bad_one_and_its_bytes_never_prefix_the_next() {
    row(s(3), |sinks| {
        let cases: [(Vec<u8>, Status); 2] = [
            (reply(200).to_bytes(), Status::BadAnswer),
            (b"HTTP/1.1 204 No Content\r\n\r\n".to_vec(), Status::BadAnswer),
        ];
        for (bytes, expected) in cases {
            let steps = vec![Step::ReadBody, Step::Send(bytes)];
            let server = FaultServer::start(faulty(MUTATION, steps));
            let session = session(&server);
            let error = mutate(&session).unwrap_err();
            assert_eq!(note(sinks, &error), expected);
            assert!(error.message().contains("empty"), "{error}");
            // Nobody knows what such an answer means.
            assert_eq!(error.outcome(), Outcome::Unknown);
            assert_healthy(&session);
        }
        let body = reply(204).json(user()).to_bytes();
        let server = FaultServer::start(faulty(MUTATION, vec![Step::ReadBody, Step::Send(body)]));
        let session = session(&server);
        mutate(&session).unwrap_err();
        assert_healthy(&session);
        assert_eq!(server.accepted(), 2);
    });
}

#[test]
fn r28_a_part_that_nobody_asked_for_is_refused() {
    row(s(3), |sinks| {
        let part =
            |body: &str| reply(206).header("Content-Range", "bytes 0-3/900").body(body.as_bytes());
        let server = FaultServer::start(faulty(MUTATION, part(&folder())));
        let session = session(&server);
        let error = mutate(&session).unwrap_err();
        assert_eq!(note(sinks, &error), Status::OutcomeUnknown);
        assert_eq!(error.http_status(), Some(206));
        assert_healthy(&session);

        let node = FaultServer::start(Router::new().on("GET", "/f", part("part")));
        let server = FaultServer::start(download_api(&node.url("/f"), None));
        let folder = tempfile::tempdir().unwrap();
        let error = download(&common::session(&server), folder.path()).unwrap_err();
        assert_eq!(note(sinks, &error), Status::Protocol);
        let error = read_answer(reply(416).to_bytes()).unwrap_err();
        assert_eq!(note(sinks, &error), Status::Http);
    });
}

#[test]
fn r29_r30_a_compressed_answer_is_not_unpacked() {
    measured(Bounds::within(s(3)).memory(16 << 20).no_leaks(), |sinks| {
        let bomb = gzip_bomb(256 << 20);
        let cases: [(&str, Reply); 6] = [
            ("gzip", reply(200).gzip_body(folder())),
            ("bomb", reply(200).header("Content-Encoding", "gzip").body(bomb)),
            (
                "chain",
                reply(200)
                    .header("Content-Encoding", "gzip, gzip, gzip, gzip, gzip, gzip")
                    .body(gzip(b"x")),
            ),
            ("brotli", reply(200).header("Content-Encoding", "br").body("xx")),
            ("zstd", reply(200).header("Content-Encoding", "zstd").body("xx")),
            ("unknown", reply(200).header("Content-Encoding", "rot13").body("xx")),
        ];
        for (name, answer) in cases {
            let server = FaultServer::start(faulty(MUTATION, answer));
            let session = session(&server);
            let error = mutate(&session).unwrap_err();
            note(sinks, &error);
            assert_eq!(error.outcome(), Outcome::Unknown, "{name}: {error}");
            assert!(error.message().contains("compressed"), "{name}: {error}");
            assert_eq!(server.requests()[0].header("Accept-Encoding"), Some("identity"));
        }
        // `identity`, and JSON that is only labelled as compressed, are read.
        for coding in ["identity", "gzip"] {
            let answer = reply(200).header("Content-Encoding", coding).json(folder());
            let server = FaultServer::start(faulty(MUTATION, answer));
            mutate(&session(&server)).unwrap();
        }
    });
}

#[test]
fn r30_a_download_is_stored_as_it_was_received() {
    row(s(2), |_| {
        let packed = gzip(b"plain text");
        let answer = reply(200).header("Content-Encoding", "gzip").body(&packed);
        let node = FaultServer::start(Router::new().on("GET", "/f", answer));
        let size = Some(packed.len() as u64);
        let server = FaultServer::start(download_api(&node.url("/f"), size));
        let folder = tempfile::tempdir().unwrap();
        let path = download(&download_session(&server), folder.path()).unwrap().path.unwrap();
        assert_eq!(std::fs::read(path).unwrap(), packed);
    });
}

#[test]
fn r35_ten_gigabytes_of_json_are_refused_after_the_cap() {
    measured(Bounds::within(s(3)).memory(20 << 20).no_leaks(), |sinks| {
        let claimed = reply(200).json("{").content_length(10_u64 << 30).head_bytes();
        let chunked = reply(200).chunked(1).head_bytes();
        let block = [b"4000\r\n".as_slice(), &[b' '; 0x4000], b"\r\n"].concat();
        for (head, body) in [(claimed, vec![b' '; 0x4000]), (chunked, block)] {
            let endless = vec![Step::ReadBody, Step::Send(head), Step::RepeatForever(body)];
            let server = FaultServer::start(faulty(FILE_INFO, endless));
            let session = session(&server);
            let error = session.rapidgator().unwrap().file_info("f1").unwrap_err();
            assert_eq!(note(sinks, &error), Status::BadAnswer);
            assert!(error.message().contains("larger than 8388608 bytes"), "{error}");
            assert_eq!(error.attempts(), 1);
            assert!(
                error.bytes_received() <= (8 << 20) + (512 << 10),
                "{}",
                error.bytes_received()
            );
            assert_healthy(&session);
        }
    });
}

/// A folder may hold tens of thousands of files, and some hosts list them in one answer.
#[test]
fn r35_a_listing_may_be_longer_than_other_answers_and_ends_too() {
    measured(Bounds::within(s(10)).memory(100 << 20).no_leaks(), |sinks| {
        let block = [b"4000\r\n".as_slice(), &[b' '; 0x4000], b"\r\n"].concat();
        let endless = vec![
            Step::ReadBody,
            Step::Send(reply(200).chunked(1).head_bytes()),
            Step::RepeatForever(block),
        ];
        let server = FaultServer::start(faulty(FOLDER_CONTENT, endless));
        let session = session(&server);
        let error = session.list(None).unwrap_err();
        assert_eq!(note(sinks, &error), Status::BadAnswer);
        assert!(error.message().contains("larger than 33554432 bytes"), "{error}");
        assert_healthy(&session);
    });
    let files = r#"{"folder_id":"7","files":[{"file_id":"f1"}]}"#;
    let space = " ".repeat(10_000_000);
    let long = format!(r#"{{"response":{{"folder":{files},"pager":{{}}}},{space}"status":200}}"#);
    let server =
        FaultServer::start(Router::new().on("POST", FOLDER_CONTENT, reply(200).json(&long)));
    assert_eq!(session(&server).list(None).unwrap().entries.len(), 1);
}

#[test]
fn r36_an_answer_is_the_same_wherever_it_is_split() {
    let bytes = reply(200).close().json(folder()).to_bytes();
    let splits: Vec<usize> = (1..bytes.len()).collect();
    let handler = move |connection: &mut gigahost_faults::Connection| {
        while let Some(request) = connection.read_head()? {
            connection.read_body()?;
            let at: usize = request.body_text().parse().unwrap_or(0);
            let at = at.max(splits[connection.number() % splits.len()]);
            connection.send(&bytes[..at])?;
            std::thread::yield_now();
            connection.send(&bytes[at..])?;
            connection.fin();
        }
        Ok(())
    };
    let total = reply(200).close().json(folder()).to_bytes().len() - 1;
    let server = FaultServer::start(handler);
    let session = session(&server);
    for _ in 0..total {
        let made = session.rapidgator().unwrap().folder_create(None, "box").unwrap();
        assert_eq!((made.folder_id.as_str(), made.name.as_deref()), ("7100001", Some("box")));
    }
}

#[test]
fn r36_an_answer_in_single_bytes_and_single_records_is_read() {
    // A millisecond is a long one on a busy machine, and there are hundreds.
    let patient = |server: &FaultServer| {
        let mut clocks = clocks();
        clocks.attempt = s(30);
        clocks.call = s(60);
        builder(server).clocks(clocks).token("t").build().unwrap()
    };
    busy_row(s(15), |_| {
        let slow =
            |bytes: Vec<u8>| vec![Step::ReadBody, Step::SendSlow { bytes, chunk: 1, pause: ms(1) }];
        for chunk in [None, Some(1)] {
            let answer = reply(200).json(folder());
            let answer = chunk.map_or(answer.clone(), |size| answer.chunked(size));
            let router = || faulty(MUTATION, slow(answer.to_bytes()));
            mutate(&patient(&FaultServer::start(router()))).unwrap();
            mutate(&patient(&FaultServer::start_tls(&TlsIdentity::good(), router()))).unwrap();
        }
    });
}

/// A reset after a whole answer with a length is no matter.
#[test]
fn a_reset_behind_a_whole_answer_does_not_count() {
    row(s(2), |_| {
        let answer =
            Answer::from(vec![Step::ReadBody, Step::Reply(reply(200).json(folder())), Step::Rst]);
        let server = FaultServer::start(faulty(MUTATION, answer));
        let session = session(&server);
        mutate(&session).unwrap();
        assert_healthy(&session);
    });
}

#[test]
fn r35_a_download_without_a_size_ends_at_the_callers_cap() {
    row(s(2), |sinks| {
        let endless = vec![
            Step::ReadHead,
            Step::Send(reply(200).until_close().head_bytes()),
            Step::RepeatForever(vec![b'x'; 0x4000]),
        ];
        let node = FaultServer::start(endless);
        let server = FaultServer::start(download_api(&node.url("/f"), None));
        let folder = tempfile::tempdir().unwrap();
        let options = DownloadOptions::new().with_most_bytes(1 << 20);
        let error =
            session(&server).download("f1", Target::directory(folder.path()), options).unwrap_err();
        assert_eq!(note(sinks, &error), Status::TooLarge);
        assert_eq!(error.clock(), None::<Clock>);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    });
}
