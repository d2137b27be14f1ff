// What `versa doc` says of a project.
export type {
  ModelPlace,
  Problem as ProjectProblem,
  ProjectSettings
} from '../../../orm/src/cli/doc/project/messages'
export type { EditorFiles, ProjectState } from '../../../orm/src/cli/doc/project/project-state'
