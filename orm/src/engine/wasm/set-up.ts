/** How a connection behaves, the same as the native engine's. */
export const setUp = 'PRAGMA foreign_keys = ON; PRAGMA case_sensitive_like = ON'
