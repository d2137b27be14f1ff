// A plugin of TypeDoc: each member stands on the page of what declares it, and nowhere else. Pages
// of what extends that say so at their top; `Query` alone would repeat a hundred methods.
import { Converter, ReflectionKind } from 'typedoc'

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, context => {
    const { project } = context
    const members = project.getReflectionsByKind(ReflectionKind.ClassMember)
    for (const member of members) {
      const signatures = 'signatures' in member ? (member.signatures ?? []) : []
      const inherits = [member, ...signatures].some(({ inheritedFrom }) => inheritedFrom)
      if (inherits) project.removeReflection(member)
    }
  })
}
