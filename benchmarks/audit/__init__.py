"""What Lighthouse says of the site, on a phone with a slow line: `make audit`."""
