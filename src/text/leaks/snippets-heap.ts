import type { LeakCategory } from "#analysis/leaks/leak-category.ts";
import type { Snippet } from "./snippet.ts";

/** What grows between two heap profiles. */
export const HEAP_SNIPPETS: Partial<Record<LeakCategory, Snippet>> = {
  "map-growth": {
    wrong: `var cache = map[string]*page{}

func load(key string) *page {
	if p, ok := cache[key]; ok {
		return p
	}
	p := render(key)
	cache[key] = p
	return p
}`,
    right: `var cache = lru.New[string, *page](10_000)

func load(key string) *page {
	if p, ok := cache.Get(key); ok {
		return p
	}
	p := render(key)
	cache.Add(key, p)
	return p
}`,
  },
  "slice-growth": {
    wrong: `events = append(events, e)`,
    right: `events = append(events, e)
if len(events) >= maxBatch {
	flush(events)
	clear(events)
	events = events[:0]
}`,
  },
  "subslice-retention": {
    wrong: `data, err := os.ReadFile(path)
if err != nil {
	return nil, err
}
return data[:16], nil`,
    right: `data, err := os.ReadFile(path)
if err != nil {
	return nil, err
}
return bytes.Clone(data[:16]), nil`,
  },
  "timer-growth": {
    wrong: `for job := range jobs {
	time.AfterFunc(time.Hour, func() { expire(job) })
}`,
    right: `for job := range jobs {
	job.timer = time.AfterFunc(time.Hour, func() { expire(job) })
}

func (j *job) done() { j.timer.Stop() }`,
  },
  "ticker-growth": {
    wrong: `func watch(s *session) {
	s.ticker = time.NewTicker(time.Second)
}`,
    right: `func watch(s *session) {
	s.ticker = time.NewTicker(time.Second)
}

func (s *session) close() { s.ticker.Stop() }`,
  },
  "context-growth": {
    wrong: `ctx, _ := context.WithTimeout(server.ctx, time.Hour)
return handle(ctx)`,
    right: `ctx, cancel := context.WithTimeout(server.ctx, time.Hour)
defer cancel()
return handle(ctx)`,
  },
  "buffer-growth": {
    wrong: `var log bytes.Buffer

func note(format string, args ...any) {
	fmt.Fprintf(&log, format, args...)
}`,
    right: `var log bytes.Buffer

func note(format string, args ...any) {
	fmt.Fprintf(&log, format, args...)
	if log.Len() > 64<<10 {
		log.WriteTo(out)
	}
}`,
  },
  "list-growth": {
    wrong: `history.PushBack(visit)`,
    right: `history.PushBack(visit)
if history.Len() > maxHistory {
	history.Remove(history.Front())
}`,
  },
};
