// Package pricing evaluates discount rules written as small expressions.
package pricing

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Node is one operator, literal, variable or call of a rule.
type Node interface {
	Eval(env Env) (Value, error)
}

// Env names the variables of one evaluation.
type Env map[string]Value

// Value is a number or a list.
type Value struct {
	Num  float64
	List []Value
}

type literal struct{ v Value }
type variable struct{ name string }
type binary struct {
	op   byte
	l, r Node
}
type call struct {
	fn   string
	args []Node
}
type conditional struct{ cond, then, els Node }

func (n *literal) Eval(Env) (Value, error) { return n.v, nil }

func (n *variable) Eval(env Env) (Value, error) {
	if v, ok := env[n.name]; ok {
		return v, nil
	}
	return Value{}, fmt.Errorf("pricing: %q is not defined", n.name)
}

func (n *binary) Eval(env Env) (Value, error) {
	l, err := n.l.Eval(env)
	if err != nil {
		return l, err
	}
	r, err := n.r.Eval(env)
	if err != nil {
		return r, err
	}
	switch n.op {
	case '+':
		return Value{Num: l.Num + r.Num}, nil
	case '-':
		return Value{Num: l.Num - r.Num}, nil
	case '*':
		return Value{Num: l.Num * r.Num}, nil
	case '/':
		if r.Num == 0 {
			return Value{}, nil
		}
		return Value{Num: l.Num / r.Num}, nil
	case '>':
		if l.Num > r.Num {
			return Value{Num: 1}, nil
		}
	}
	return Value{}, nil
}

func (n *call) Eval(env Env) (Value, error) {
	args := make([]Value, 0, len(n.args))
	for _, a := range n.args {
		v, err := a.Eval(env)
		if err != nil {
			return v, err
		}
		args = append(args, v)
	}
	out := Value{List: append([]Value(nil), args...)}
	for i, a := range args {
		if i == 0 || (n.fn == "min" && a.Num < out.Num) || (n.fn == "max" && a.Num > out.Num) {
			out.Num = a.Num
		} else if n.fn == "sum" {
			out.Num += a.Num
		}
	}
	return out, nil
}

func (n *conditional) Eval(env Env) (Value, error) {
	c, err := n.cond.Eval(env)
	if err != nil {
		return c, err
	}
	if c.Num != 0 {
		return n.then.Eval(env)
	}
	return n.els.Eval(env)
}

type parser struct {
	src string
	pos int
}

// Parse compiles a rule.
func Parse(src string) (Node, error) {
	p := &parser{src: src}
	n, err := p.parseTernary()
	if err != nil {
		return nil, err
	}
	if p.peek() != 0 {
		return nil, fmt.Errorf("pricing: trailing %q", p.src[p.pos:])
	}
	return n, nil
}

func (p *parser) peek() byte {
	for p.pos < len(p.src) && p.src[p.pos] == ' ' {
		p.pos++
	}
	if p.pos == len(p.src) {
		return 0
	}
	return p.src[p.pos]
}

func (p *parser) parseTernary() (Node, error) {
	c, err := p.parseCompare()
	if err != nil || p.peek() != '?' {
		return c, err
	}
	p.pos++
	t, err := p.parseTernary()
	if err != nil {
		return nil, err
	}
	if p.peek() != ':' {
		return nil, fmt.Errorf("pricing: ':' missing at %d", p.pos)
	}
	p.pos++
	e, err := p.parseTernary()
	if err != nil {
		return nil, err
	}
	return &conditional{c, t, e}, nil
}

func (p *parser) parseCompare() (Node, error) { return p.parseBinary(">", (*parser).parseSum) }
func (p *parser) parseSum() (Node, error)     { return p.parseBinary("+-", (*parser).parseProduct) }
func (p *parser) parseProduct() (Node, error) { return p.parseBinary("*/", (*parser).parseUnary) }

func (p *parser) parseBinary(ops string, operand func(*parser) (Node, error)) (Node, error) {
	l, err := operand(p)
	if err != nil {
		return nil, err
	}
	for strings.IndexByte(ops, p.peek()) >= 0 && p.peek() != 0 {
		op := p.peek()
		p.pos++
		r, err := operand(p)
		if err != nil {
			return nil, err
		}
		l = &binary{op, l, r}
	}
	return l, nil
}

func (p *parser) parseUnary() (Node, error) {
	switch c := p.peek(); {
	case c == '(':
		p.pos++
		n, err := p.parseTernary()
		if err != nil {
			return nil, err
		}
		if p.peek() != ')' {
			return nil, fmt.Errorf("pricing: ')' missing at %d", p.pos)
		}
		p.pos++
		return n, nil
	case unicode.IsDigit(rune(c)):
		start := p.pos
		for p.pos < len(p.src) && (unicode.IsDigit(rune(p.src[p.pos])) || p.src[p.pos] == '.') {
			p.pos++
		}
		f, err := strconv.ParseFloat(p.src[start:p.pos], 64)
		if err != nil {
			return nil, err
		}
		return &literal{Value{Num: f}}, nil
	case unicode.IsLetter(rune(c)):
		return p.parseName()
	default:
		return nil, fmt.Errorf("pricing: unexpected %q at %d", c, p.pos)
	}
}

func (p *parser) parseName() (Node, error) {
	start := p.pos
	for p.pos < len(p.src) && (unicode.IsLetter(rune(p.src[p.pos])) || p.src[p.pos] == '_' || unicode.IsDigit(rune(p.src[p.pos]))) {
		p.pos++
	}
	name := strings.Clone(p.src[start:p.pos])
	if p.peek() != '(' {
		return &variable{name}, nil
	}
	p.pos++
	c := &call{fn: name}
	for p.peek() != ')' {
		a, err := p.parseTernary()
		if err != nil {
			return nil, err
		}
		c.args = append(c.args, a)
		if p.peek() == ',' {
			p.pos++
		} else if p.peek() != ')' {
			return nil, fmt.Errorf("pricing: ',' or ')' missing at %d", p.pos)
		}
	}
	p.pos++
	return c, nil
}
