//! CRC-32 of a file (ISO-HDLC, as in zip), read slice by slice. Its tables are computed when they are first
//! needed: a crate's ready-made ones would be a tenth of the whole page.

use crate::api::Failure;
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

const SLICE: f64 = 4_194_304.0;
const POLYNOMIAL: u32 = 0xEDB8_8320;

/// Table `n` gives the effect of a byte that stands `n` bytes before the end of a group of eight.
struct Tables([[u32; 256]; 8]);

impl Tables {
    fn new() -> Box<Self> {
        let mut tables = Box::new(Self([[0; 256]; 8]));
        for byte in 0..=255_u8 {
            let mut value = u32::from(byte);
            for _ in 0..8 {
                let carry = if value & 1 == 1 { POLYNOMIAL } else { 0 };
                value = (value >> 1) ^ carry;
            }
            tables.0[0][usize::from(byte)] = value;
        }
        for row in 1..8 {
            for byte in 0..256 {
                let before = tables.0[row - 1][byte];
                tables.0[row][byte] = (before >> 8) ^ tables.0[0][(before & 255) as usize];
            }
        }
        tables
    }

    fn update(&self, state: u32, bytes: &[u8]) -> u32 {
        let mut state = state;
        let mut groups = bytes.chunks_exact(8);
        for group in &mut groups {
            let first = state.to_le_bytes();
            let mut next = 0;
            for (at, byte) in group.iter().enumerate() {
                let byte = if at < 4 { byte ^ first[at] } else { *byte };
                next ^= self.0[7 - at][usize::from(byte)];
            }
            state = next;
        }
        for byte in groups.remainder() {
            state = (state >> 8) ^ self.0[0][((state ^ u32::from(*byte)) & 255) as usize];
        }
        state
    }
}

/// Of bytes in one piece.
pub fn of_bytes(bytes: &[u8]) -> u32 {
    !Tables::new().update(!0, bytes)
}

/// Of a whole file, in 8 hexadecimal digits.
pub async fn of_file(file: &File) -> Result<String, Failure> {
    let tables = Tables::new();
    let (mut state, mut from) = (!0, 0.0);
    while from < file.size() {
        let until = (from + SLICE).min(file.size());
        let slice = file
            .slice_with_f64_and_f64(from, until)
            .map_err(|_| Failure::Unreadable)?;
        let buffer = JsFuture::from(slice.array_buffer())
            .await
            .map_err(|_| Failure::Unreadable)?;
        state = tables.update(state, &Uint8Array::new(&buffer).to_vec());
        from = until;
    }
    Ok(hexadecimal(!state))
}

/// 8 digits, without the weight of the formatter.
pub fn hexadecimal(value: u32) -> String {
    (0..8)
        .rev()
        .filter_map(|digit| char::from_digit((value >> (digit * 4)) & 15, 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_standard_comes_out() {
        assert_eq!(hexadecimal(of_bytes(b"123456789")), "cbf43926");
        assert_eq!(hexadecimal(of_bytes(b"")), "00000000");
    }

    #[test]
    fn pieces_give_what_the_whole_gives() {
        let tables = Tables::new();
        let bytes: Vec<u8> = (0..=255).cycle().take(1000).collect();

        let (head, tail) = bytes.split_at(333);

        assert_eq!(!tables.update(tables.update(!0, head), tail), of_bytes(&bytes));
    }
}
