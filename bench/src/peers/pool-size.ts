/**
 * How many connections a contender has at most; the default of most libraries. Less where many
 * contenders, each in a process of its own, have one server in common: `VERSA_BENCH_POOL`.
 */
export const poolSize = Number(process.env['VERSA_BENCH_POOL'] ?? 10)
