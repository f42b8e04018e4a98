package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"sightline/access/permission"
	"sightline/iam/eval"
	"sightline/server"
	"sightline/server/api"
	"sightline/server/pipeline"
	"sightline/server/session"
	"sightline/snapshot"
	"sightline/store"
	"sightline/web"
)

// defaultListen is reached from this machine alone.
const defaultListen = "127.0.0.1:8080"

// minBearer is the least length of the token in --token-file, and maxBearer
// the most of the file.
const (
	minBearer = 32
	maxBearer = 4096
)

// minPoll is the least time between scans.
const minPoll = time.Minute

// serveFlags are those of the verb.
type serveFlags struct {
	listen, tokenFile, tlsCert, tlsKey, publicURL string
	plain, noScan                                 bool
	sources                                       []string
	live                                          liveFlags
}

func (a *app) serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "scan, and answer in the browser and over HTTP",
		Long: "Scan, and answer in the browser and over HTTP until interrupted. Prints the address and a sign-in link that works once.\n\n" +
			"What is scanned: what --from names; else discovery.aws of the configuration; else AWS, if there are credentials;\n" +
			"else the last stored snapshot is shown; else the bundled sample organization, marked as such and kept in memory.\n\n" +
			"Exit status: 0 interrupted, 2 could not be started.",
		Example: "  sightline serve\n  sightline serve --from account.json --listen 127.0.0.1:0\n" +
			"  sightline serve --listen 0.0.0.0:8443 --tls-cert cert.pem --tls-key key.pem --public-url https://sightline.example.com:8443",
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.serve(cmd.Context(), &f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", "", "address and port to listen on; port 0 takes a free one (default "+defaultListen+")")
	flags.StringArrayVar(&f.sources, "from", nil, "what to scan, as of scan; may be given several times")
	f.live.add(cmd)
	flags.StringVar(&f.tokenFile, "token-file", "", "file with a token of at least 32 characters that scripts send as Authorization: Bearer")
	flags.StringVar(&f.tlsCert, "tls-cert", "", "certificate chain (PEM) for TLS")
	flags.StringVar(&f.tlsKey, "tls-key", "", "key of the certificate (PEM)")
	flags.StringVar(&f.publicURL, "public-url", "", "where browsers find the server, if a proxy or another name stands before it")
	flags.BoolVar(&f.plain, "allow-plain-http", false, "listen beyond this machine without TLS")
	flags.BoolVar(&f.noScan, "no-scan", false, "show what is stored and scan only when asked to")
	return cmd
}

func (a *app) serve(ctx context.Context, f *serveFlags) error {
	setup, err := a.serverSetup(f)
	if err != nil {
		return err
	}
	st, err := a.serveStore(ctx, f)
	if err != nil {
		return err
	}
	defer func() {
		if st != nil {
			_ = st.Close()
		}
	}()
	l, err := listen(setup.Listen)
	if err != nil {
		return err
	}
	defer l.Close()
	setup.Listen = l.Addr().(*net.TCPAddr)
	address, err := setup.Address()
	if err != nil {
		return err
	}
	if err := a.printLink(address, setup.Sessions.FirstLink()); err != nil {
		return err
	}
	source, st, err := a.serveSource(ctx, f, st)
	if err != nil {
		return err
	}
	return a.run(ctx, &setup, source, st, l, f)
}

// run answers until ctx ends.
func (a *app) run(ctx context.Context, setup *server.Options, source pipeline.Source, st store.Store, l net.Listener, f *serveFlags) (err error) {
	scan := !f.noScan
	if setup.Pipeline, err = a.pipeline(ctx, source, st, &f.live, setup.Log); err != nil {
		return err
	}
	if source.Collect == nil {
		scan, setup.Poll = false, 0
	}
	s, err := server.New(*setup)
	if err != nil {
		return err
	}
	switch {
	case source.NoCredentials && source.Sample:
		setup.Log.Info("No AWS credentials were found; this is the bundled sample organization, nothing of yours is read. After a scan of your own start the server again")
	case source.NoCredentials:
		setup.Log.Info("No AWS credentials were found, so nothing new is read; the last stored snapshot is shown")
	case source.Sample:
		setup.Log.Info("This is the bundled sample organization; nothing of yours is read")
	}
	begin(ctx, setup.Pipeline, scan, setup.Log)
	return s.Run(ctx, l)
}

// serverSetup reads everything that can be read without looking for anything.
func (a *app) serverSetup(f *serveFlags) (o server.Options, err error) {
	o = server.Options{
		PublicURL: f.publicURL, UI: web.Dist(), Version: buildVersion(), Now: a.now,
		Log: slog.New(slog.NewTextHandler(a.stderr, nil)),
	}
	if o.TLS, err = readTLS(f.tlsCert, f.tlsKey); err != nil {
		return o, err
	}
	if o.Listen, err = a.listenAddress(f, o.TLS != nil); err != nil {
		return o, err
	}
	if o.Poll, err = a.poll(f); err != nil {
		return o, err
	}
	if _, err = a.catalog(); err != nil {
		return o, err
	}
	if err = errors.Join(f.check(), a.checkConfigured()); err != nil {
		return o, err
	}
	if a.snapshotName != "latest" {
		return o, errors.New("--snapshot: serve shows the latest snapshot, and others when they are asked for; name what to scan with --from")
	}
	bearer, err := readBearer(f.tokenFile)
	o.Sessions = session.New(session.Options{Now: a.now, Bearer: bearer})
	return o, err
}

// listenAddress refuses to send sign-ins over a network in the clear.
func (a *app) listenAddress(f *serveFlags, tls bool) (*net.TCPAddr, error) {
	text := f.listen
	if text == "" {
		text = a.config.Listen
	}
	if text == "" {
		text = defaultListen
	}
	at, err := net.ResolveTCPAddr("tcp", text)
	if err != nil {
		return nil, fmt.Errorf("--listen %q: write an address and a port, such as %s: %w", text, defaultListen, err)
	}
	if !at.IP.IsLoopback() && !tls && !f.plain {
		return nil, fmt.Errorf("--listen %s: others on the network could read along: give --tls-cert and --tls-key (or --allow-plain-http, if something before it speaks TLS)", text)
	}
	return at, nil
}

func listen(at *net.TCPAddr) (net.Listener, error) {
	l, err := net.ListenTCP("tcp", at)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("--listen %s: the port is in use by another program; stop that, or take a free one with --listen %s", at, net.JoinHostPort(at.IP.String(), "0"))
	default:
		return nil, fmt.Errorf("--listen %s: %w", at, err)
	}
}

func readTLS(cert, key string) (*tls.Config, error) {
	switch {
	case cert == "" && key == "":
		return nil, nil
	case cert == "" || key == "":
		return nil, errors.New("--tls-cert and --tls-key go together; give both")
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("--tls-cert %s, --tls-key %s: %w", cert, key, err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

func readBearer(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	text, err := readLimited(path, maxBearer)
	if err != nil {
		return "", fmt.Errorf("--token-file: %w", err)
	}
	token := strings.TrimSpace(string(text))
	if len(token) < minBearer || strings.ContainsAny(token, " \t\r\n") {
		return "", fmt.Errorf("--token-file %s: a token is one word of at least %d characters; `openssl rand -hex 32` makes one", path, minBearer)
	}
	return token, nil
}

// poll is the time between scans of the configuration.
func (a *app) poll(f *serveFlags) (time.Duration, error) {
	text := a.config.Discovery.PollInterval
	if text == "" || f.noScan {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < minPoll {
		return 0, fmt.Errorf("%s: discovery.poll_interval %q: write a time of at least %s, such as 15m", a.configPath, text, minPoll)
	}
	return d, nil
}

// printLink says where to go, before anything that takes time.
func (a *app) printLink(address, token string) error {
	answer := struct {
		Address string `json:"address"`
		SignIn  string `json:"signIn"`
	}{address, api.SignInLink(address, token)}
	return a.print(answer, func(w *table) {
		w.line("Sightline listens on " + answer.Address)
		w.line("Sign in, once: " + answer.SignIn)
	})
}

func (a *app) pipeline(ctx context.Context, source pipeline.Source, st store.Store, live *liveFlags, log *slog.Logger) (*pipeline.Pipeline, error) {
	c, err := a.catalog()
	if err != nil {
		return nil, err
	}
	d, err := a.desk(ctx, st, live)
	if err != nil {
		return nil, err
	}
	return pipeline.New(pipeline.Options{
		Store: st, Desk: d, Source: source, Now: a.now, Log: log,
		Ask: func(s *snapshot.Snapshot) *permission.Asker { return permission.New(s, eval.NewWith(factsOf(c)), c) },
	}), nil
}

// begin shows what is stored, then scans, both while the server answers
// already.
func begin(ctx context.Context, p *pipeline.Pipeline, scan bool, log *slog.Logger) {
	go func() {
		if err := p.Load(ctx); err != nil && ctx.Err() == nil {
			log.Error("the last snapshot cannot be shown", "error", oneLine(err))
		}
		if !scan || ctx.Err() != nil {
			return
		}
		if _, err := p.Scan(); err != nil {
			log.Warn("no scan was begun", "reason", err.Error())
		}
	}()
}
