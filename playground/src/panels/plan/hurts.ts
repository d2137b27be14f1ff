import type { PlanStep, StatementRecord } from '../../protocol'

/** Whether a step of the statement's plan is what makes it slow. */
export function hurts({ plan }: StatementRecord): boolean {
  const within = (step: PlanStep): boolean => step.hurts !== undefined || step.children.some(within)
  return plan?.steps.some(within) ?? false
}
