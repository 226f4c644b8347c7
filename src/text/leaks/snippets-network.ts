import type { LeakCategory } from "#analysis/leaks/leak-category.ts";
import type { Snippet } from "./snippet.ts";

/** HTTP, SQL, sockets, pipes, processes and files. */
export const NETWORK_SNIPPETS: Partial<Record<LeakCategory, Snippet>> = {
  "http-body-unclosed": {
    wrong: `resp, err := client.Get(url)
if err != nil {
	return err
}
if resp.StatusCode != http.StatusOK {
	return errStatus
}
defer resp.Body.Close()`,
    right: `resp, err := client.Get(url)
if err != nil {
	return err
}
defer func() {
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}()
if resp.StatusCode != http.StatusOK {
	return errStatus
}`,
  },
  "http-transport-per-request": {
    wrong: `func fetch(url string) (*http.Response, error) {
	client := &http.Client{Transport: &http.Transport{}}
	return client.Get(url)
}`,
    right: `var client = &http.Client{
	Transport: &http.Transport{IdleConnTimeout: 90 * time.Second},
	Timeout:   10 * time.Second,
}

func fetch(url string) (*http.Response, error) {
	return client.Get(url)
}`,
  },
  "http-roundtrip-blocked": {
    wrong: `resp, err := http.Get(url)`,
    right: `ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
defer cancel()
req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
if err != nil {
	return err
}
resp, err := http.DefaultClient.Do(req)`,
  },
  "sql-rows-not-closed": {
    wrong: `rows, err := db.QueryContext(ctx, query)
if err != nil {
	return err
}
if !rows.Next() {
	return errNone
}
return rows.Scan(&v)`,
    right: `rows, err := db.QueryContext(ctx, query)
if err != nil {
	return err
}
defer rows.Close()
if !rows.Next() {
	return cmp.Or(rows.Err(), errNone)
}
return rows.Scan(&v)`,
  },
  "sql-tx-not-finished": {
    wrong: `tx, err := db.BeginTx(ctx, nil)
if err != nil {
	return err
}
if err := update(tx); err != nil {
	return err
}
return tx.Commit()`,
    right: `tx, err := db.BeginTx(ctx, nil)
if err != nil {
	return err
}
defer tx.Rollback()
if err := update(tx); err != nil {
	return err
}
return tx.Commit()`,
  },
  "sql-pool-exhausted": {
    wrong: `row := db.QueryRow(query)`,
    right: `ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
defer cancel()
row := db.QueryRowContext(ctx, query)`,
  },
  "sql-opener": {
    wrong: `func handle(w http.ResponseWriter, r *http.Request) {
	db, _ := sql.Open("postgres", dsn)
	serve(w, r, db)
}`,
    right: `func newServer(dsn string) (*server, error) {
	db, err := sql.Open("postgres", dsn)
	return &server{db: db}, err
}

func (s *server) handle(w http.ResponseWriter, r *http.Request) {
	serve(w, r, s.db)
}`,
  },
  "io-wait-no-deadline": {
    wrong: `n, err := conn.Read(buf)`,
    right: `conn.SetReadDeadline(time.Now().Add(30 * time.Second))
n, err := conn.Read(buf)`,
  },
  "io-wait-write": {
    wrong: `_, err := conn.Write(buf)`,
    right: `conn.SetWriteDeadline(time.Now().Add(30 * time.Second))
_, err := conn.Write(buf)`,
  },
  "io-pipe-blocked": {
    wrong: `r, w := io.Pipe()
go func() {
	json.NewEncoder(w).Encode(v)
	w.Close()
}()
return upload(r)`,
    right: `r, w := io.Pipe()
go func() {
	w.CloseWithError(json.NewEncoder(w).Encode(v))
}()
err := upload(r)
r.CloseWithError(err)
return err`,
  },
  "exec-wait": {
    wrong: `cmd := exec.Command("convert", in, out)
return cmd.Run()`,
    right: `ctx, cancel := context.WithTimeout(ctx, time.Minute)
defer cancel()
cmd := exec.CommandContext(ctx, "convert", in, out)
cmd.WaitDelay = 5 * time.Second
return cmd.Run()`,
  },
  "syscall-blocked": {
    wrong: `f, err := os.Open("/run/queue.fifo")`,
    right: `f, err := os.OpenFile("/run/queue.fifo", os.O_RDONLY|syscall.O_NONBLOCK, 0)`,
  },
  "conn-growth": {
    wrong: `srv := &http.Server{Handler: mux}`,
    right: `srv := &http.Server{
	Handler:      mux,
	ReadTimeout:  30 * time.Second,
	WriteTimeout: 30 * time.Second,
	IdleTimeout:  2 * time.Minute,
}`,
  },
  "fd-growth": {
    wrong: `f, err := os.Open(path)
if err != nil {
	return err
}
files[path] = f
return parse(f)`,
    right: `f, err := os.Open(path)
if err != nil {
	return err
}
defer f.Close()
return parse(f)`,
  },
};
