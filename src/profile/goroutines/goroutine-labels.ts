/**
 * Labels that carry what a goroutine profile has no field for, as debug=3 dumps write them (rule H7:
 * CockroachDB, golang/go#74964): the wait reason or status.
 */
export const STATE_LABEL = "go::goroutine_state";
/** Whole minutes of waiting. See `STATE_LABEL`. */
export const MINUTES_LABEL = "go::goroutine_wait_minutes";
/** Name of the function that created the goroutine. See `STATE_LABEL`. */
export const CREATOR_LABEL = "go::goroutine_created_by";
/** Goroutine id. See `STATE_LABEL`. */
export const ID_LABEL = "go::goroutine";
