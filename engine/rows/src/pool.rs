use std::cell::RefCell;

use crate::{Chunk, MAX_CHUNK_CELLS};

/// The most buffers a thread keeps: two megabytes when all of them are full ones.
const BUFFERS_MAX: usize = 16;

thread_local! {
    static BUFFERS: RefCell<Vec<Chunk>> = const { RefCell::new(Vec::new()) };
}

/// An empty chunk, with the memory of one that was read on this thread where there is one: taking
/// memory from the system and giving it back costs more than filling it.
pub(crate) fn empty_chunk() -> Chunk {
    BUFFERS.with(|buffers| buffers.try_borrow_mut().ok()?.pop()).unwrap_or_default()
}

/// Takes a chunk back that was read.
pub fn recycle(mut chunk: Chunk) {
    // What one huge row needed is not kept for small ones.
    if chunk.tags.capacity() > MAX_CHUNK_CELLS || !chunk.clear_for_reuse() {
        return;
    }
    BUFFERS.with(|buffers| {
        if let Ok(mut buffers) = buffers.try_borrow_mut()
            && buffers.len() < BUFFERS_MAX
        {
            buffers.push(chunk);
        }
    });
}
