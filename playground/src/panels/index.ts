export { type IssueContext, issueText } from './issue/issue-text'
export { type PanelId, ResultPanels, type ResultPanelsProps } from './result-panels'
