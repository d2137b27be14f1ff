// The version of versa-orm that this page was built with.
import { version } from '../../../orm/package.json'

export { version }
