import './style/tokens.css';
import './style/components.css';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (root) createRoot(root).render(<h1>Sightline</h1>);
