use std::sync::{Arc, Mutex, PoisonError};

use versa_error::{Error, Result};

use crate::Plan;

/// A plan's number within its database.
pub type PlanId = u32;

/// The plans a database keeps for its caller, by number. The caller knows which shape each belongs
/// to and says when one is no longer needed.
#[derive(Debug, Default)]
pub struct Plans(Mutex<Slots>);

#[derive(Debug, Default)]
struct Slots {
    plans: Vec<Option<Arc<Plan>>>,
    free: Vec<PlanId>,
}

impl Plans {
    /// Keeps a plan.
    ///
    /// # Errors
    ///
    /// `INTERNAL` where there are more plans than numbers.
    pub fn add(&self, plan: Arc<Plan>) -> Result<PlanId> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(id) = slots.free.pop()
            && let Some(slot) = slots.plans.get_mut(id as usize)
        {
            *slot = Some(plan);
            return Ok(id);
        }
        let id = PlanId::try_from(slots.plans.len())
            .map_err(|_| Error::internal("more plans than numbers for them"))?;
        slots.plans.push(Some(plan));
        Ok(id)
    }

    /// The plan of that number.
    ///
    /// # Errors
    ///
    /// `INTERNAL` where there is none.
    pub fn get(&self, id: PlanId) -> Result<Arc<Plan>> {
        let slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let plan = slots.plans.get(id as usize).and_then(Option::as_ref);
        plan.map(Arc::clone).ok_or_else(|| Error::internal(format!("there is no plan {id}")))
    }

    /// Forgets a plan.
    pub fn remove(&self, id: PlanId) {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let removed = slots.plans.get_mut(id as usize).and_then(Option::take);
        if removed.is_some() {
            slots.free.push(id);
        }
    }
}
