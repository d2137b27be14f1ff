import { createServer, connect as dial, type Server, type Socket } from 'node:net'

export type Direction = 'to-server' | 'to-client'

/** What happens to bytes that meet a condition. */
export interface Cut {
  readonly direction: Direction
  /** After so many bytes in this direction, counted from now over all connections; or … */
  readonly afterBytes?: number
  /** … with the packet that has this text; it still arrives. */
  readonly atText?: RegExp
  /**
   * `reset`: both sides are told at once. `lose-answer`: the server gets everything and answers,
   * but instead of the answer the client gets a reset. `silence`: nobody is told anything.
   */
  readonly by: 'reset' | 'lose-answer' | 'silence'
}

/** A client's connection and the one to the server that belongs to it. */
interface Pair {
  readonly client: Socket
  readonly server: Socket
  isSilent: boolean
  losesAnswer: boolean
}

/**
 * Stands between a client and a server and does what networks do: it is slow, it breaks, it
 * swallows.
 */
export class FaultProxy {
  readonly #pairs = new Set<Pair>()
  #listener: Server | undefined
  #port = 0
  #cut: (Cut & { left: number }) | undefined
  #isSilent = false
  /** How long each packet takes. */
  latencyMs = 0
  /** How many bytes go through in a millisecond; 0: as many as there are. */
  bytesPerMs = 0

  private constructor(private readonly target: number) {}

  static async to(target: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(target)
    await proxy.accept()
    return proxy
  }

  get port(): number {
    return this.#port
  }

  /** How many connections go through it. */
  get connections(): number {
    return this.#pairs.size
  }

  /** Listens, always at the same port. */
  async accept(): Promise<void> {
    if (this.#listener !== undefined) return
    const listener = createServer(client => this.#join(client))
    this.#listener = listener
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject)
      listener.listen(this.#port, '127.0.0.1', resolve)
    })
    const address = listener.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
  }

  /** Listens no more; what is open stays. */
  refuse(): void {
    this.#listener?.close()
    this.#listener = undefined
  }

  /** Breaks all connections. */
  reset(): void {
    for (const pair of this.#pairs) this.#end(pair)
  }

  /** Lets nothing through any more, in open connections and new ones; nobody is told. */
  silence(): void {
    this.#isSilent = true
    for (const pair of this.#pairs) pair.isSilent = true
  }

  /** New connections get through again; what was silenced stays so. */
  speak(): void {
    this.#isSilent = false
  }

  /** Arms a fault; it happens once. */
  cut(cut: Cut): void {
    this.#cut = { ...cut, left: cut.afterBytes ?? 0 }
  }

  /** Whether the fault that was armed has not happened yet. */
  get isArmed(): boolean {
    return this.#cut !== undefined
  }

  /** Disarms whatever waits. */
  heal(): void {
    this.#cut = undefined
    this.latencyMs = 0
    this.bytesPerMs = 0
    this.speak()
  }

  close(): void {
    this.refuse()
    this.reset()
  }

  #join(client: Socket): void {
    const server = dial(this.target, '127.0.0.1')
    const pair: Pair = { client, server, isSilent: this.#isSilent, losesAnswer: false }
    this.#pairs.add(pair)
    client.setNoDelay(true)
    server.setNoDelay(true)
    this.#forward(pair, 'to-server')
    this.#forward(pair, 'to-client')
  }

  #forward(pair: Pair, direction: Direction): void {
    const [from, to] =
      direction === 'to-server' ? [pair.client, pair.server] : [pair.server, pair.client]
    from.on('error', () => this.#end(pair))
    from.on('end', () => {
      if (!pair.isSilent) to.end()
    })
    from.on('close', () => {
      // A silent network does not say that the other side is gone; the server's side must go.
      if (!pair.isSilent || direction === 'to-server') this.#end(pair)
    })
    from.on('data', packet => {
      if (pair.isSilent) return
      from.pause()
      const pass = (): void => this.#pass(pair, direction, packet, from, to)
      const delay = this.#delay(packet.length)
      if (delay > 0) setTimeout(pass, delay)
      else pass()
    })
  }

  #delay(bytes: number): number {
    return this.latencyMs + (this.bytesPerMs > 0 ? bytes / this.bytesPerMs : 0)
  }

  #pass(pair: Pair, direction: Direction, packet: Buffer, from: Socket, to: Socket): void {
    if (pair.losesAnswer && direction === 'to-client') {
      this.#end(pair)
      return
    }
    const { passes, cut } = this.#judge(direction, packet)
    if (passes > 0 && !to.destroyed) to.write(packet.subarray(0, passes))
    if (cut?.by === 'reset') {
      // What got through before has to arrive, or it would not have got through.
      setTimeout(() => this.#end(pair), to.writableLength === 0 ? 0 : 50)
      return
    }
    if (cut?.by === 'silence') pair.isSilent = true
    if (cut?.by === 'lose-answer') pair.losesAnswer = true
    from.resume()
  }

  #judge(direction: Direction, packet: Buffer): { passes: number; cut?: Cut } {
    const cut = this.#cut
    if (cut === undefined || cut.direction !== direction) return { passes: packet.length }
    if (cut.atText !== undefined) {
      if (!cut.atText.test(packet.toString('latin1'))) return { passes: packet.length }
      this.#cut = undefined
      return { passes: packet.length, cut }
    }
    if (packet.length <= cut.left) {
      cut.left -= packet.length
      return { passes: packet.length }
    }
    this.#cut = undefined
    return { passes: cut.left, cut }
  }

  #end(pair: Pair): void {
    if (!this.#pairs.delete(pair)) return
    for (const socket of [pair.client, pair.server]) {
      // A reset where there is a connection. While it is still being made there is nothing to
      // reset, and one that is being shut down cannot be: Node would never close it.
      if (socket.connecting || socket.writableEnded) socket.destroy()
      else socket.resetAndDestroy()
    }
  }
}
