import type { LeakCategory } from "#analysis/leaks/leak-category.ts";
import type { Snippet } from "./snippet.ts";

/** Locks, WaitGroups and conditions. */
export const LOCK_SNIPPETS: Partial<Record<LeakCategory, Snippet>> = {
  "mutex-wait": {
    wrong: `s.mu.Lock()
v, ok := s.items[key]
if !ok {
	return nil, errNotFound
}
s.mu.Unlock()
return v, nil`,
    right: `s.mu.Lock()
defer s.mu.Unlock()
v, ok := s.items[key]
if !ok {
	return nil, errNotFound
}
return v, nil`,
  },
  "rwmutex-wait": {
    wrong: `func (l *ledger) Total() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.Sum(0)
}

func (l *ledger) Sum(from int) int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return add(l.rows[from:])
}`,
    right: `func (l *ledger) Total() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.sum(0)
}

func (l *ledger) sum(from int) int {
	return add(l.rows[from:])
}`,
  },
  "once-wait": {
    wrong: `once.Do(func() {
	config = <-loaded
})`,
    right: `once.Do(func() {
	select {
	case config = <-loaded:
	case <-time.After(10 * time.Second):
		err = errTimeout
	}
})`,
  },
  "waitgroup-wait": {
    wrong: `for _, job := range jobs {
	wg.Add(1)
	go func() {
		if err := run(job); err != nil {
			return
		}
		wg.Done()
	}()
}
wg.Wait()`,
    right: `for _, job := range jobs {
	wg.Add(1)
	go func() {
		defer wg.Done()
		if err := run(job); err != nil {
			return
		}
	}()
}
wg.Wait()`,
  },
  "cond-wait": {
    wrong: `q.mu.Lock()
for len(q.items) == 0 {
	q.cond.Wait()
}`,
    right: `q.mu.Lock()
for len(q.items) == 0 && !q.closed {
	q.cond.Wait()
}

func (q *queue) Close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.cond.Broadcast()
}`,
  },
  "finalizer-blocked": {
    wrong: `runtime.SetFinalizer(f, func(f *file) {
	closed <- f.name
})`,
    right: `runtime.SetFinalizer(f, func(f *file) {
	select {
	case closed <- f.name:
	default:
	}
})`,
  },
};
