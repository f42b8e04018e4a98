import './style/tokens.css';
import './style/components.css';
import './style/app.css';
import { Component, StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { StatusProvider } from './api/status';
import { Sprite } from './parts/Icon';
import { Link } from './parts/Link';
import { Shell } from './parts/Shell';
import { Note } from './parts/states';
import { MarginProvider } from './parts/strip-context';
import { route, usePlace } from './lib/router';
import { AnalyzerPage, Analyzers } from './views/Analyzers';
import { Discovery } from './views/Discovery';
import { Explore } from './views/Explore';
import { FindingPage } from './views/Finding';
import { Findings } from './views/Findings';
import { Forward, List } from './views/Lists';
import { Overview } from './views/Overview';
import { useTitle } from './views/title';

function NoPage() {
  useTitle('No such page');
  return (
    <>
      <h1>No such page</h1>
      <p className="sub gap-top">
        The address leads nowhere. <Link to="/">To the overview</Link>
      </p>
    </>
  );
}

/** Guard keeps a mistake in one view from taking the bar and the other views with it. */
class Guard extends Component<{ children: ReactNode }, { broken: string }> {
  override state = { broken: '' };

  static getDerivedStateFromError(err: unknown): { broken: string } {
    return { broken: err instanceof Error ? err.message : String(err) };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <div className="pad">
        <Note kind="bad">
          <p>
            <b className="strong">This view broke.</b> {this.state.broken.slice(0, 300)}
          </p>
          <p className="sub">The other views still work.</p>
          <p className="gap-top">
            <button type="button" className="btn sm" onClick={() => this.setState({ broken: '' })}>
              Draw it again
            </button>
          </p>
        </Note>
      </div>
    );
  }
}

function App() {
  const place = usePlace();
  const at = route(place.path);
  return (
    <Shell route={at}>
      <Guard key={at.view}>
        {at.view === 'overview' && <Overview />}
        {at.view === 'explore' && <Explore />}
        {at.view === 'principals' && (at.arn ? <Forward which="principals" arn={at.arn} /> : <List which="principals" />)}
        {at.view === 'resources' && (at.arn ? <Forward which="resources" arn={at.arn} /> : <List which="resources" />)}
        {at.view === 'findings' && (at.id ? <FindingPage key={at.id} id={at.id} /> : <Findings />)}
        {at.view === 'analyzers' && (at.name ? <AnalyzerPage key={at.name} name={at.name} /> : <Analyzers />)}
        {at.view === 'discovery' && <Discovery />}
        {at.view === 'none' && <NoPage />}
      </Guard>
    </Shell>
  );
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Sprite />
      <StatusProvider>
        <MarginProvider>
          <App />
        </MarginProvider>
      </StatusProvider>
    </StrictMode>,
  );
}
