/** A step that could not be done, told to a person: what, why and how to mend it. */
export class Failure extends Error {
  /**
   * @param {string} message What failed and how to mend it.
   * @param {string} [output] What the child process said.
   */
  constructor(message, output = '') {
    super(message)
    this.name = 'Failure'
    this.output = output
  }
}
