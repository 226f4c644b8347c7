import type { LeakCategory } from "#analysis/leaks/leak-category.ts";
import type { Snippet } from "./snippet.ts";
import { HEAP_SNIPPETS } from "./snippets-heap.ts";
import { LOCK_SNIPPETS } from "./snippets-locks.ts";
import { NETWORK_SNIPPETS } from "./snippets-network.ts";

/** Channels and time; the others are in the files beside. */
const CHANNEL_SNIPPETS: Partial<Record<LeakCategory, Snippet>> = {
  "chan-send": {
    wrong: `ch := make(chan result)
go func() { ch <- query() }()
select {
case r := <-ch:
	return r, nil
case <-ctx.Done():
	return result{}, ctx.Err()
}`,
    right: `ch := make(chan result, 1)
go func() { ch <- query() }()
select {
case r := <-ch:
	return r, nil
case <-ctx.Done():
	return result{}, ctx.Err()
}`,
  },
  "chan-range": {
    wrong: `ch := make(chan int)
go func() {
	for v := range ch {
		handle(v)
	}
}()
for _, v := range work {
	ch <- v
}`,
    right: `ch := make(chan int)
go func() {
	for v := range ch {
		handle(v)
	}
}()
defer close(ch)
for _, v := range work {
	ch <- v
}`,
  },
  "chan-recv": {
    wrong: `reply := make(chan answer)
requests <- request{reply: reply}
return <-reply, nil`,
    right: `reply := make(chan answer, 1)
requests <- request{reply: reply}
select {
case a := <-reply:
	return a, nil
case <-ctx.Done():
	return answer{}, ctx.Err()
}`,
  },
  "chan-nil": {
    wrong: `type hub struct{ events chan event }

h := &hub{}
go func() { h.events <- e }()`,
    right: `type hub struct{ events chan event }

h := &hub{events: make(chan event, 16)}
go func() { h.events <- e }()`,
  },
  "select-blocked": {
    wrong: `for {
	select {
	case job := <-jobs:
		run(job)
	case <-tick.C:
		flush()
	}
}`,
    right: `for {
	select {
	case job := <-jobs:
		run(job)
	case <-tick.C:
		flush()
	case <-ctx.Done():
		return
	}
}`,
  },
  "select-empty": {
    wrong: `go func() {
	start()
	select {}
}()`,
    right: `go func() {
	start()
	<-ctx.Done()
}()`,
  },
  "ctx-not-cancelled": {
    wrong: `ctx, _ := context.WithCancel(parent)
return fetch(ctx)`,
    right: `ctx, cancel := context.WithCancel(parent)
defer cancel()
return fetch(ctx)`,
  },
  "sleep-loop": {
    wrong: `go func() {
	for {
		poll()
		time.Sleep(period)
	}
}()`,
    right: `go func() {
	timer := time.NewTimer(period)
	defer timer.Stop()
	for {
		poll()
		select {
		case <-timer.C:
			timer.Reset(period)
		case <-ctx.Done():
			return
		}
	}
}()`,
  },
  "ticker-leak": {
    wrong: `ticker := time.NewTicker(period)
go func() {
	for range ticker.C {
		beat()
	}
}()`,
    right: `ticker := time.NewTicker(period)
go func() {
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			beat()
		case <-ctx.Done():
			return
		}
	}
}()`,
  },
  "time-after-loop": {
    wrong: `for {
	select {
	case m := <-messages:
		handle(m)
	case <-time.After(time.Minute):
		return
	}
}`,
    right: `timer := time.NewTimer(time.Minute)
defer timer.Stop()
for {
	select {
	case m := <-messages:
		handle(m)
		if !timer.Stop() {
			select {
			case <-timer.C:
			default:
			}
		}
		timer.Reset(time.Minute)
	case <-timer.C:
		return
	}
}`,
  },
  "iter-pull-leak": {
    wrong: `next, _ := iter.Pull(tree.All())
first, ok := next()`,
    right: `next, stop := iter.Pull(tree.All())
defer stop()
first, ok := next()`,
  },
  "busy-loop": {
    wrong: `for {
	select {
	case m := <-messages:
		handle(m)
	default:
	}
}`,
    right: `for {
	select {
	case m := <-messages:
		handle(m)
	case <-ctx.Done():
		return
	}
}`,
  },
};

const SNIPPETS: Partial<Record<string, Snippet>> = {
  ...CHANNEL_SNIPPETS,
  ...LOCK_SNIPPETS,
  ...NETWORK_SNIPPETS,
  ...HEAP_SNIPPETS,
};

/** Wrong and right code of a category; null where there is none (`other`, harmless, the user's own). */
export function snippetFor(category: string): Snippet | null {
  return SNIPPETS[category] ?? null;
}
