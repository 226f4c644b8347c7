package pricing

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
)

// Engine holds the compiled rules of every campaign.
type Engine struct {
	mu     sync.RWMutex
	rules  map[string]Node
	traces []Trace
}

// Trace explains one price; the engine keeps the latest ones.
type Trace struct {
	Campaign string
	Inputs   Env
	Result   Value
}

// NewEngine compiles the campaign rules.
func NewEngine(campaigns int, seed uint64) (*Engine, error) {
	e := &Engine{rules: make(map[string]Node)}
	r := rand.New(rand.NewPCG(seed, 7))
	for i := range campaigns {
		if err := e.compile(fmt.Sprintf("campaign-%04d", i), RandomRule(r, 2+i%7)); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func (e *Engine) compile(name, src string) error {
	n, err := Parse(src)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	e.mu.Lock()
	e.rules[name] = n
	e.mu.Unlock()
	return nil
}

// Price evaluates one campaign's rule.
func (e *Engine) Price(campaign string, env Env) (float64, error) {
	e.mu.RLock()
	n := e.rules[campaign]
	e.mu.RUnlock()
	if n == nil {
		return 0, fmt.Errorf("pricing: no campaign %q", campaign)
	}
	v, err := n.Eval(env)
	if err != nil {
		return 0, err
	}
	e.remember(Trace{Campaign: campaign, Inputs: env, Result: v})
	return v.Num, nil
}

func (e *Engine) remember(t Trace) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.traces) < 4096 {
		e.traces = append(e.traces, t)
		return
	}
	e.traces[len(e.traces)-1] = t
}

// RandomRule writes a rule of the given nesting depth.
func RandomRule(r *rand.Rand, depth int) string {
	if depth == 0 {
		return []string{"base", "quantity", "1.5", "0.9", "weight", "12"}[r.IntN(6)]
	}
	sub := func() string { return RandomRule(r, depth-1) }
	switch r.IntN(5) {
	case 0:
		return "(" + sub() + " + " + sub() + ")"
	case 1:
		return "(" + sub() + " > 10 ? " + sub() + " : " + sub() + ")"
	case 2:
		args := make([]string, 1+r.IntN(3))
		for i := range args {
			args[i] = sub()
		}
		return []string{"min", "max", "sum"}[r.IntN(3)] + "(" + strings.Join(args, ", ") + ")"
	case 3:
		return "(" + sub() + " * 0.95)"
	default:
		return "(" + sub() + " - " + sub() + " / 4)"
	}
}
