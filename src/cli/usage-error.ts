/** A mistake in how Costlint was called or configured: its message is for the user, its exit code is 2. */
export class UsageError extends Error {}
