//! MD5, which hosts compare files by. Not for anything that somebody might want to forge.
//!
//! The compression of a block is `fast-md5`'s where that is written in assembler, a quarter less work
//! than the compiler's; all around it (buffering, padding, the trait) is that of the crate `md-5`, whose own
//! compression serves everywhere else and is what the tests compare with.

pub(crate) use md5::Digest;
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
pub(crate) use md5::Md5;

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
pub(crate) use fast::Md5;

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod fast {
    use md5::digest::array::Array;
    use md5::digest::block_api::{
        Block, BlockSizeUser, Buffer, BufferKindUser, Eager, FixedOutputCore, OutputSizeUser,
        UpdateCore,
    };
    use md5::digest::typenum::{U16, U64};
    use md5::digest::{HashMarker, Output};

    const BLOCK: u64 = 64;

    md5::digest::buffer_fixed!(
        /// The hash of what it was given so far.
        pub(crate) struct Md5(Blocks);
        impl: BaseFixedTraits Default Clone HashMarker;
    );

    /// The state after whole blocks.
    #[derive(Clone, Default)]
    pub(crate) struct Blocks {
        count: u64,
        state: State,
    }

    #[derive(Clone)]
    struct State([u32; 4]);

    impl Default for State {
        fn default() -> Self {
            Self([0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476])
        }
    }

    impl HashMarker for Blocks {}

    impl BlockSizeUser for Blocks {
        type BlockSize = U64;
    }

    impl BufferKindUser for Blocks {
        type BufferKind = Eager;
    }

    impl OutputSizeUser for Blocks {
        type OutputSize = U16;
    }

    impl UpdateCore for Blocks {
        fn update_blocks(&mut self, blocks: &[Block<Self>]) {
            self.count = self.count.wrapping_add(blocks.len() as u64);
            for block in Array::cast_slice_to_core(blocks) {
                fast_md5::transform(&mut self.state.0, block);
            }
        }
    }

    impl FixedOutputCore for Blocks {
        fn finalize_fixed_core(&mut self, buffer: &mut Buffer<Self>, out: &mut Output<Self>) {
            let bytes = self.count.wrapping_mul(BLOCK).wrapping_add(buffer.get_pos() as u64);
            let state = &mut self.state.0;
            buffer.len64_padding_le(bytes.wrapping_mul(8), |block| {
                fast_md5::transform(state, &block.0);
            });
            for (into, word) in out.chunks_exact_mut(4).zip(state) {
                into.copy_from_slice(&word.to_le_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_and_every_cut_gives_what_the_reference_gives() {
        let bytes: Vec<u8> = (0..1000_u32).map(|n| (n * n % 251) as u8).collect();
        for length in 0..=bytes.len() {
            let text = &bytes[..length];
            let reference = md5::Md5::digest(text);
            assert_eq!(Md5::digest(text), reference, "{length} bytes at once");
            for cut in [1, 7, 63, 64, 65, 128, 500] {
                let mut hash = Md5::new();
                for piece in text.chunks(cut) {
                    hash.update(piece);
                }
                assert_eq!(hash.finalize(), reference, "{length} bytes, {cut} at a time");
            }
        }
    }

    #[test]
    fn a_hash_can_be_looked_at_on_its_way() {
        let mut hash = Md5::new();
        hash.update([b'x'; 100]);
        assert_eq!(hash.clone().finalize(), md5::Md5::digest([b'x'; 100]));
        hash.update([b'y'; 100]);
        assert_eq!(hash.finalize(), md5::Md5::digest([[b'x'; 100], [b'y'; 100]].concat()));
    }
}
