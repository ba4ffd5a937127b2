//! A zip file of stored entries, written forward only, as APPNOTE.TXT 6.3.10 describes it. The size and CRC-32
//! of every entry are known before its bytes come, so that local headers are complete and no data descriptors
//! are needed, which some readers refuse; zip64 is used where a size, an offset or the number of entries asks
//! for it. The crates that write forward only all use data descriptors. The same entries give the same bytes.

use chrono::{Datelike, NaiveDate};

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const END_64: u32 = 0x0606_4b50;
const END_64_LOCATOR: u32 = 0x0706_4b50;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
const STORED: u16 = 0;
const EXTRA_64: u16 = 1;
const VERSION: u16 = 20;
const VERSION_64: u16 = 45;
/// Unix, so that the attributes are read as a mode.
const MADE_BY: u16 = (3 << 8) | VERSION_64;
/// A regular file, readable by all.
const MODE: u32 = 0o100_644 << 16;
const LIMIT_16: u64 = 0xffff;
const LIMIT_32: u64 = 0xffff_ffff;

pub struct Writer {
    offset: u64,
    central: Vec<u8>,
    entries: u64,
    date: u16,
}

pub struct Entry<'a> {
    /// With `/`, at most 65,535 bytes.
    pub path: &'a str,
    pub size: u64,
    pub crc32: u32,
}

impl Writer {
    /// `date` is the date of every entry; time of day is midnight.
    pub fn new(date: NaiveDate) -> Self {
        let years = u16::try_from(date.year().clamp(1980, 2107) - 1980).unwrap_or(0);
        let (month, day) = (date.month() as u16, date.day() as u16);
        Self {
            offset: 0,
            central: Vec::new(),
            entries: 0,
            date: (years << 9) | (month << 5) | day,
        }
    }

    /// What stands before an entry's bytes, of which exactly `size` must follow.
    pub fn header(&mut self, entry: &Entry<'_>) -> Vec<u8> {
        let large = entry.size >= LIMIT_32;
        let mut extra = Vec::new();
        if large {
            put16(&mut extra, EXTRA_64);
            put16(&mut extra, 16);
            put64(&mut extra, entry.size);
            put64(&mut extra, entry.size);
        }
        let mut header = Vec::with_capacity(30 + entry.path.len() + extra.len());
        put32(&mut header, LOCAL);
        put16(&mut header, if large { VERSION_64 } else { VERSION });
        self.common(&mut header, entry);
        put16(&mut header, extra.len() as u16);
        header.extend_from_slice(entry.path.as_bytes());
        header.extend_from_slice(&extra);
        self.list(entry);
        self.offset += header.len() as u64 + entry.size;
        self.entries += 1;
        header
    }

    /// What stands after the last entry.
    pub fn finish(self) -> Vec<u8> {
        let size = self.central.len() as u64;
        let large = self.entries >= LIMIT_16 || size >= LIMIT_32 || self.offset >= LIMIT_32;
        let mut end = self.central;
        if large {
            put32(&mut end, END_64);
            put64(&mut end, 44);
            put16(&mut end, MADE_BY);
            put16(&mut end, VERSION_64);
            put32(&mut end, 0);
            put32(&mut end, 0);
            put64(&mut end, self.entries);
            put64(&mut end, self.entries);
            put64(&mut end, size);
            put64(&mut end, self.offset);
            put32(&mut end, END_64_LOCATOR);
            put32(&mut end, 0);
            put64(&mut end, self.offset + size);
            put32(&mut end, 1);
        }
        put32(&mut end, END);
        put16(&mut end, 0);
        put16(&mut end, 0);
        put16(&mut end, self.entries.min(LIMIT_16) as u16);
        put16(&mut end, self.entries.min(LIMIT_16) as u16);
        put32(&mut end, size.min(LIMIT_32) as u32);
        put32(&mut end, self.offset.min(LIMIT_32) as u32);
        put16(&mut end, 0);
        end
    }

    /// The entry's line of the central directory.
    fn list(&mut self, entry: &Entry<'_>) {
        let mut extra = Vec::new();
        if entry.size >= LIMIT_32 {
            put64(&mut extra, entry.size);
            put64(&mut extra, entry.size);
        }
        if self.offset >= LIMIT_32 {
            put64(&mut extra, self.offset);
        }
        let mut line = Vec::with_capacity(46 + entry.path.len() + extra.len() + 4);
        put32(&mut line, CENTRAL);
        put16(&mut line, MADE_BY);
        put16(&mut line, if extra.is_empty() { VERSION } else { VERSION_64 });
        self.common(&mut line, entry);
        let extra_length = if extra.is_empty() { 0 } else { extra.len() as u16 + 4 };
        put16(&mut line, extra_length);
        put16(&mut line, 0);
        put16(&mut line, 0);
        put16(&mut line, 0);
        put32(&mut line, MODE);
        put32(&mut line, self.offset.min(LIMIT_32) as u32);
        line.extend_from_slice(entry.path.as_bytes());
        if !extra.is_empty() {
            put16(&mut line, EXTRA_64);
            put16(&mut line, extra.len() as u16);
            line.extend_from_slice(&extra);
        }
        self.central.extend_from_slice(&line);
    }

    /// The fields that both headers share, from the flags to the length of the name.
    fn common(&self, out: &mut Vec<u8>, entry: &Entry<'_>) {
        put16(out, UTF8);
        put16(out, STORED);
        put16(out, 0);
        put16(out, self.date);
        put32(out, entry.crc32);
        put32(out, entry.size.min(LIMIT_32) as u32);
        put32(out, entry.size.min(LIMIT_32) as u32);
        put16(out, entry.path.len() as u16);
    }
}

fn put16(out: &mut Vec<u8>, value: u16) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn put64(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(&value.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::process::Command;

    fn date() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn archive(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut writer = Writer::new(date());
        let mut bytes = Vec::new();
        for (path, content) in entries {
            let entry = Entry {
                path,
                size: content.len() as u64,
                crc32: crc32fast::hash(content),
            };
            bytes.extend(writer.header(&entry));
            bytes.extend(content);
        }
        bytes.extend(writer.finish());
        bytes
    }

    /// Python's own reader, which checks every CRC-32; prints the number of entries and the last name.
    fn read_by_python(path: &std::path::Path) -> String {
        let script = "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n\
                      n = z.namelist()\nprint(len(n), n[-1], z.infolist()[-1].date_time[:3])";
        let output = Command::new("python3").args(["-c", script]).arg(path).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn file(name: &str) -> std::path::PathBuf {
        std::env::temp_dir().join(format!("access-desk-{}-{name}", std::process::id()))
    }

    #[test]
    fn another_reader_finds_every_entry_whole() {
        let path = file("few.zip");
        let entries = [
            ("START-HERE.html".to_owned(), b"<h1>Start here</h1>".to_vec()),
            ("records/001_other_Müller.txt".to_owned(), vec![]),
            ("records/002_other_ñ.bin".to_owned(), vec![7; 70_000]),
        ];
        std::fs::write(&path, archive(&entries)).unwrap();

        assert_eq!(read_by_python(&path), "3 records/002_other_ñ.bin (2026, 11, 24)");
        assert_eq!(archive(&entries), archive(&entries));
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn more_than_65535_entries_are_listed() {
        let path = file("many.zip");
        let entries: Vec<_> = (0..65_536)
            .map(|number| (format!("records/{number:05}.txt"), vec![1]))
            .collect();
        std::fs::write(&path, archive(&entries)).unwrap();

        assert_eq!(read_by_python(&path), "65536 records/65535.txt (2026, 11, 24)");
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn sizes_and_offsets_past_4_gib_are_written_in_full() {
        let path = file("large.zip");
        let size = LIMIT_32 + 10;
        let mut writer = Writer::new(date());
        let large = Entry {
            path: "large.bin",
            size,
            crc32: zeros(size),
        };
        let mut out = std::fs::File::create(&path).unwrap();
        let header = writer.header(&large);
        out.write_all(&header).unwrap();
        // A hole in the file: zeros that take no room.
        out.set_len(header.len() as u64 + size).unwrap();
        std::io::Seek::seek(&mut out, std::io::SeekFrom::End(0)).unwrap();
        let small = Entry {
            path: "small.txt",
            size: 1,
            crc32: crc32fast::hash(b"x"),
        };
        out.write_all(&writer.header(&small)).unwrap();
        out.write_all(b"x").unwrap();
        out.write_all(&writer.finish()).unwrap();
        drop(out);

        assert_eq!(read_by_python(&path), "2 small.txt (2026, 11, 24)");
        std::fs::remove_file(path).unwrap();
    }

    fn zeros(size: u64) -> u32 {
        const BLOCK: u64 = 1 << 20;
        let mut hasher = crc32fast::Hasher::new();
        let block = vec![0; BLOCK as usize];
        for _ in 0..size / BLOCK {
            hasher.update(&block);
        }
        hasher.update(&block[..(size % BLOCK) as usize]);
        hasher.finalize()
    }
}
