import { deleteModel } from '../query/writes/model-writes.js'
import { restoreModel, softDeleteModel } from '../query/writes/soft-delete-model.js'
import { DELETED_AT } from '../schema/soft-delete.js'
import { handleOfInstance, ModelBase } from './model-base.js'

/** What models are whose rows are marked as deleted. */
export class SoftDeleteBase extends ModelBase {
  override async delete(): Promise<void> {
    await softDeleteModel(handleOfInstance(this), this)
  }

  async forceDelete(): Promise<void> {
    await deleteModel(handleOfInstance(this), this)
  }

  async restore(): Promise<this> {
    await restoreModel(handleOfInstance(this), this)
    return this
  }

  trashed(): boolean {
    const at: unknown = Reflect.get(this, DELETED_AT)
    return at !== null && at !== undefined
  }
}
