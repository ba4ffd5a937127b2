//! Stands in for crates.io's `crc-fast`, by `[patch]` in the root manifest, with the three checksums that the S3 client
//! knows. The original carries 660 KB of tables for some forty others into each function that links S3, a fifth of
//! its zip. Only CRC-32 is used here; the other two are right but slow.

/// The algorithms of S3's API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrcAlgorithm {
    /// CRC-32, as in zip.
    Crc32IsoHdlc,
    /// CRC-32C.
    Crc32Iscsi,
    /// CRC-64/NVME.
    Crc64Nvme,
}

#[derive(Clone, Debug)]
pub struct Digest(State);

#[derive(Clone, Debug)]
enum State {
    Crc32(crc32fast::Hasher),
    /// Polynomial and register, least significant bit first; the register's width is in its mask.
    Reflected {
        polynomial: u64,
        register: u64,
        mask: u64,
    },
}

impl Digest {
    pub fn new(algorithm: CrcAlgorithm) -> Self {
        let reflected = |polynomial, mask| State::Reflected {
            polynomial,
            register: mask,
            mask,
        };
        Self(match algorithm {
            CrcAlgorithm::Crc32IsoHdlc => State::Crc32(crc32fast::Hasher::new()),
            CrcAlgorithm::Crc32Iscsi => reflected(0x82f6_3b78, u64::from(u32::MAX)),
            CrcAlgorithm::Crc64Nvme => reflected(0x9a6c_9329_ac4b_c9b5, u64::MAX),
        })
    }

    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            State::Crc32(hasher) => hasher.update(bytes),
            State::Reflected {
                polynomial, register, ..
            } => {
                for byte in bytes {
                    *register ^= u64::from(*byte);
                    for _ in 0..8 {
                        let carry = *register & 1;
                        *register >>= 1;
                        *register ^= *polynomial * carry;
                    }
                }
            }
        }
    }

    pub fn finalize(&self) -> u64 {
        match &self.0 {
            State::Crc32(hasher) => u64::from(hasher.clone().finalize()),
            State::Reflected { register, mask, .. } => register ^ mask,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check values of the three: of the digits 1 to 9.
    #[test]
    fn each_gives_its_check_value_in_one_piece_and_in_many() {
        for (algorithm, check) in [
            (CrcAlgorithm::Crc32IsoHdlc, 0xcbf4_3926),
            (CrcAlgorithm::Crc32Iscsi, 0xe306_9283),
            (CrcAlgorithm::Crc64Nvme, 0xae8b_1486_0a79_9888),
        ] {
            let (mut whole, mut pieces) = (Digest::new(algorithm), Digest::new(algorithm));
            whole.update(b"123456789");
            for byte in b"123456789" {
                pieces.update(&[*byte]);
            }

            assert_eq!(whole.finalize(), check, "{algorithm:?}");
            assert_eq!(pieces.finalize(), check, "{algorithm:?}");
        }
    }
}
