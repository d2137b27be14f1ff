import type { CachedPlan } from '../plan/cached-plan.js'
import { bringsScopes } from '../scopes/scoped-steps.js'
import { needsQualifiedNames, type Step } from './steps.js'

/** How many nodes grow from one root before all are forgotten. */
const NODES_MAX = 20_000

let made = 0

/**
 * The shape of a query: a path of steps from a root. Equal paths are the same node, so a shape
 * needs no key that could collide, and a plan is found by looking at the node.
 *
 * A node is interned below its parent: by the identity of its step where there is only one such
 * object, or by a text that says all the step consists of.
 */
export class ShapeNode {
  /** Tells this node from every other, for keys of steps that contain it. */
  readonly id = made++
  /** Whether there is a condition. */
  readonly filtered: boolean
  /** Whether there is nothing but conditions. */
  readonly onlyFilters: boolean
  /** Whether columns have to be written with their table. */
  readonly qualified: boolean
  /** Whether there are global scopes, which are found anew each time it runs. */
  readonly scoped: boolean
  /** The first of the plans for this shape; at most one per database. */
  plans: CachedPlan | undefined = undefined

  #lastStep: Step | undefined = undefined
  #lastChild: ShapeNode | undefined = undefined
  #children: Map<Step | string, ShapeNode> | undefined = undefined
  #generation: number

  constructor(
    readonly root: ShapeRoot,
    readonly parent: ShapeNode | undefined,
    readonly step: Step | undefined
  ) {
    this.#generation = root.generation
    this.filtered = parent?.filtered === true || step?.kind === 'where'
    this.onlyFilters =
      parent?.onlyFilters !== false &&
      (step === undefined || step.kind === 'where' || step.kind === 'scope')
    this.scoped =
      parent === undefined
        ? root.scoped
        : parent.scoped || (step !== undefined && bringsScopes(step))
    this.qualified = parent?.qualified === true || (step !== undefined && needsQualifiedNames(step))
  }

  /** The shape with one more step, of which there is only one object. */
  next(step: Step): ShapeNode {
    if (step === this.#lastStep && this.#generation === this.root.generation) {
      return this.#lastChild as ShapeNode
    }
    const child = this.#child(step, () => step)
    this.#lastStep = step
    this.#lastChild = child
    return child
  }

  /** The shape with one more step, made when it is not known yet; `key` says all it consists of. */
  nextKeyed(key: string, make: () => Step): ShapeNode {
    return this.#child(key, make)
  }

  /** The steps from the root to here. */
  steps(): Step[] {
    const steps: Step[] = []
    for (let node: ShapeNode | undefined = this; node?.step !== undefined; node = node.parent) {
      steps.push(node.step)
    }
    return steps.reverse()
  }

  #child(key: Step | string, make: () => Step): ShapeNode {
    if (this.#generation !== this.root.generation) this.#forget()
    const known = this.#children?.get(key)
    if (known !== undefined) return known
    const step = make()
    this.root.grow()
    // Growing may have begun another generation, in which this node has no children.
    if (this.#generation !== this.root.generation) this.#forget()
    const child = new ShapeNode(this.root, this, step)
    this.#children ??= new Map()
    this.#children.set(key, child)
    return child
  }

  #forget(): void {
    this.#children = undefined
    this.#lastStep = undefined
    this.#lastChild = undefined
    this.#generation = this.root.generation
  }
}

/**
 * Where shapes begin. Bounded: a program that makes shapes without end begins again now and then,
 * instead of filling the memory.
 */
export class ShapeRoot {
  /** Nodes of another generation have forgotten their children. */
  generation = 0
  #nodes = 0
  /** Whether its table is a query with global scopes. */
  readonly scoped: boolean
  /** The empty shape. */
  readonly first: ShapeNode

  constructor(scoped = false) {
    this.scoped = scoped
    this.first = new ShapeNode(this, undefined, undefined)
  }

  /** Counts a new node. */
  grow(): void {
    this.#nodes++
    if (this.#nodes > NODES_MAX) {
      this.#nodes = 0
      this.generation++
    }
  }
}
